package dev.mcppolicy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Policy;
import dev.mcppolicy.analysis.InterceptImport;
import org.junit.jupiter.api.Test;

/** The page for those who come from Intercept shows what the import writes. */
class ImportPageTest {

  @Test
  void theImportWritesWhatIsShown() {
    Page page = Page.of("docs/coming-from-policylayer.md");
    Block yaml = page.blocks().stream().filter(b -> b.isPlain("text")).findFirst().orElseThrow();
    String written = InterceptImport.read(yaml.text());
    assertThat(written.strip()).isEqualTo(page.after(yaml).orElseThrow().text().strip());
    assertThat(Policy.parse(written).toString()).isNotEmpty();
  }
}
