
'use strict';
(() => {
  const tables = [];

  const plain = (text) => text.normalize('NFKC').toLowerCase();

  class Table {
    constructor(root) {
      this.body = root.querySelector('tbody');
      this.rows = Array.from(this.body.rows);
      this.texts = new Map(this.rows.map((row) => [row, plain(row.textContent)]));
      this.search = root.querySelector('[data-search]');
      this.filters = Array.from(root.querySelectorAll('[data-filter]'));
      this.count = root.querySelector('[data-count]');
      this.search.addEventListener('input', () => this.show());
      this.filters.forEach((filter) => filter.addEventListener('change', () => this.show()));
      Array.from(root.querySelectorAll('thead th')).forEach((head, column) => this.sortable(head, column));
      this.show();
    }

    shown() {
      return Array.from(this.body.rows).filter((row) => !row.hidden);
    }

    show() {
      const words = plain(this.search.value).split(/\s+/).filter((word) => word !== '');
      let shown = 0;
      for (const row of this.rows) {
        const text = this.texts.get(row);
        const found = words.every((word) => text.includes(word)) && this.filters.every((filter) =>
          filter.value === '' || row.getAttribute('data-facet-' + filter.dataset.filter) === filter.value);
        row.hidden = !found;
        shown += found ? 1 : 0;
      }
      this.count.textContent = shown + ' of ' + this.rows.length;
    }

    showAll() {
      this.search.value = '';
      this.filters.forEach((filter) => { filter.value = ''; });
      this.show();
    }

    sortable(head, column) {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => this.sort(head, column));
    }

    sort(head, column) {
      const numeric = head.classList.contains('number');
      const before = head.getAttribute('aria-sort');
      const descending = before === null ? numeric : before === 'ascending';
      for (const other of head.parentElement.children) {
        other.removeAttribute('aria-sort');
      }
      head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      const compared = (row) => {
        const cell = row.cells[column];
        return cell.dataset.order === undefined ? cell.textContent : cell.dataset.order;
      };
      const byNumber = (a, b) => Number(a) - Number(b);
      const byText = (a, b) => a.localeCompare(b, 'en', { numeric: true });
      const ordered = this.rows.some((row) => row.cells[column].dataset.order !== undefined) ? byNumber : byText;
      const sign = descending ? -1 : 1;
      this.body.append(...this.rows.slice().sort((a, b) => sign * ordered(compared(a), compared(b))));
    }
  }

  const copy = (button) => {
    const code = button.parentElement.querySelector('code');
    const said = (text) => { button.textContent = text; };
    const select = () => {
      getSelection().selectAllChildren(code);
      said(document.execCommand('copy') ? 'Copied' : 'Selected');
    };
    if (navigator.clipboard) {
      navigator.clipboard.writeText(code.textContent).then(() => said('Copied'), select);
    } else {
      select();
    }
  };

  const tableAt = (element) => {
    const root = element instanceof Element ? element.closest('[data-table]') : null;
    return tables.find((table) => root !== null && root.contains(table.body)) || tables[0];
  };

  const step = (by) => {
    const table = tableAt(document.activeElement);
    const rows = table.shown();
    const at = rows.indexOf(document.activeElement.closest('tbody tr'));
    const to = at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by;
    if (to < 0) {
      table.search.focus();
    } else if (to < rows.length) {
      rows[to].focus();
    }
  };

  const pressed = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || tables.length === 0) {
      return;
    }
    const at = document.activeElement;
    const writes = at.matches('input, select');
    if (event.key === '/' && !writes) {
      const { search } = tableAt(at);
      search.focus();
      search.select();
    } else if (event.key === 'Escape') {
      tableAt(at).showAll();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !at.matches('select')
        && at.closest('[data-table]') !== null) {
      step(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'c' && !writes && at.closest('tbody tr') !== null) {
      const button = at.closest('tbody tr').querySelector('[data-copy]');
      if (button === null) {
        return;
      }
      copy(button);
    } else {
      return;
    }
    event.preventDefault();
  };

  for (const root of document.querySelectorAll('[data-table]')) {
    tables.push(new Table(root));
  }
  document.querySelectorAll('[data-copy]').forEach((button) =>
    button.addEventListener('click', () => copy(button)));
  document.addEventListener('keydown', pressed);
  document.documentElement.classList.add('scripted');
})();
