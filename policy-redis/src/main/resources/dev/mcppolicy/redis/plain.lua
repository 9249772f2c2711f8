-- The counters of MCP Policy. A call of this script answers one request: it judges and charges everything that one tool
-- call spends, or settles that.
--
-- KEYS  the key of the reservation, and then that of each counter, in the order of the charges
-- ARGV  what to do, the reservation's id, the elapsed time, the time of day, the number of the counters, and then what
--       that needs, packed; see where it is read; and behind it `again` if it may have been done already
--
-- Takings that differ in nothing but their ids come as one, with the id of their first one and, behind the rest, their
-- number. They share its reservation, each with a place of its own, and each has an answer of its own.
--
-- There are two tiers. The plain one, first, does what is asked most, as long as all numbers are whole ones that doubles
-- hold exactly. Any other request it leaves, before it has changed anything for it, to the exact one in the next file,
-- which does everything. Both keep the same counters and give the same answers. Whatever may fail comes before the first
-- thing that is written. The plain tier has no functions of its own, since Lua would make them anew, and clear them
-- away, for each call of the script.
--
-- Amounts come in millionths, so that most decimals are whole numbers here. No number is ever below zero; -1 is none.

-- A test turns the plain tier off.
local PLAIN = true
local EXACT = 9007199254740992
-- A counter outlives what it can deny by the slack, in milliseconds, or by half of it at the least: of the spends of one
-- epoch, in ticks, only the first needs to see to that. It can't once the clock has gone back behind the newest spend: how
-- long the counter lives is said by the clock, too. Such a counter is marked by one pot more.
local SLACK, EPOCH = 10000, 5000000
local CLOCK, FLIGHT, LIFE, SLIDING = 99, 105, 108, 115
local call, byte, sub, max, min = redis.call, string.byte, string.sub, math.max, math.min
local spack, sunpack, mpack, some = struct.pack, struct.unpack, cmsgpack.pack, cmsgpack.unpack_limit

-- The request's own time. `given` is the elapsed time and `wall` the time of day, in ticks; on a real server both are its
-- clock in microseconds, which is read once. Tests give them, and then they may be no plain numbers, but texts.
local given, wall, virtual

-- A counter is one text. If all of its numbers are plain it is here a list of whether it is to be written, the
-- reservation that it began with, the instant of its newest spend, how many pots it has had, and then its windows. Each
-- of those is a list that begins with its kind, its name, the first letter of which is the kind, and its sum:
--
--   s  sliding: the window's length, the number of entries; the newest entry's first instant, last instant and amount,
--      and the time between it and the entry before; the first instant, last instant and amount of the oldest, if there
--      are two; and, packed, those between, oldest first: the time since the entry before, that from first to last, and
--      the amount
--   c  on the clock, l  for a lifetime; both are pots: number of the pot, first and last instant of a spend, first and
--      last of those inherited, last one in the pot before; where the window starts and ends, and how much of it was left
--      at the last spend
--   i  in flight: the number of slots, a time before which no lease ends, one by which all have, and, packed, the slots:
--      reservation, amount, end of the lease
--
-- The text is a 0, these without the first, and so on for each window. If not all is plain, the text is a 1 and the exact
-- tier's own table, packed. All windows see every spend.
local COUNTER, SPENDS, SLOTS, POT = '<BBc0dd', '<BBc0ddI4dddddddI4c0', '<BBc0ddddI4c0', '<BBc0dddddddddd'

-- Most counters have one window, which slides. Their text begins with a 2, and the entries between are what is left of it,
-- so that a counter with many can be judged and kept by its beginning. Where that is enough, they are false here, and the
-- position at which they begin comes behind them.
local ONE = '<BBc0ddBBc0ddI4ddddddd'
local BEGINNING = 384

-- A reservation is a packed list of what it paid: for each charge, or each of several takings, twice its position, and one
-- more if it holds a slot; the amount, the instant, or false if nothing can be given back any more, the reservation that the
-- counter began with, the number of pots that it went into, and the number of each. One that was settled is '-'.

-- An answer is a word, the time of day, and what goes with the word, packed. What may hold slots in flight, of a policy
-- that asks for them or of another one's, is `held`, and any other reservation `taken`. Behind the last one stands this,
-- so that a reply that was cut is known.
local END = '\163end'

local again = ARGV[2] == 'again'
local answer

-- The commonest request of all: one spend from a counter that slides, whether or not it has room for it, or some that are
-- alike. If all of it is plain, this does what comes below, but with no table.
do
  local did, id, elapsed, time, charges, recordFor, _, spans, amount, quotas, name, limit, members
  if PLAIN then
    did, id, elapsed, time, charges, recordFor, _, spans, amount, quotas, name, limit, members =
      cmsgpack.unpack(ARGV[1])
  end
  members = did == 'take' and 1 or did == 'takes' and members
  local common =
    members and charges == 1 and spans == 0 and quotas == 1
    and type(amount) == 'number' and amount > 0 and type(limit) == 'number'
  if common then
    virtual = elapsed ~= ''
    if virtual then
      given, wall = elapsed, time
      common = type(given) == 'number' and type(wall) == 'number'
    else
      time = call('TIME')
      given = time[1] * 1000000 + time[2]
      wall = given
    end
  end
  local text, size, birth, newest, pots, known, sum, length, count, from, to, spent, gap, from1, to1, spent1, at
  if common then
    text = call('GETRANGE', KEYS[2], '0', '383')
    size = #text
    if byte(text) == 2 then
      _, birth, newest, pots, _, known, sum, length, count, from, to, spent, gap, from1, to1, spent1, at =
        sunpack(ONE, text)
    else
      -- One that is new, or not one of these.
      common = size == 0 and byte(name) == SLIDING and #name < 18
      length = common and tonumber(sub(name, 2)) or 0
      birth, newest, pots, known, sum, count, from, to, spent = id, -1, 0, name, 0, 0, 0, 0, 0
      gap, from1, to1, spent1, at = 0, 0, 0, 0, 1
    end
    common = common and known == name and length > 0 and length < EXACT
  end
  if common then
    local now = newest > given and newest or given
    local whole = size < BEGINNING
    if
      not whole
      and not (
        count > 0 and (now == to or count >= 256 and (now - from) * 256 < length)
        and now - to1 < length and sum + members * amount <= limit
      )
    then
      text = call('GET', KEYS[2])
      size, whole = #text, true
    end
    if whole and count > 0 and now - to >= length then
      sum, count, gap, from1, to1, spent1, at = 0, 0, 0, 0, 0, 0, size + 1
    elseif whole then
      while count > 1 and now - to1 >= length do
        sum, count = sum - spent1, count - 1
        if count == 1 then
          gap, from1, to1, spent1, at = 0, 0, 0, 0, size + 1
        else
          local stop, since, lasting, one = some(text, 3, at - 1)
          at = stop == -1 and size + 1 or stop + 1
          from1 = to1 + since
          to1, spent1 = from1 + lasting, one
        end
      end
    end
    if newest > given and pots == 0 then
      pots = 1
    end
    local fit = members
    while fit > 0 and sum + fit * amount > limit do
      fit = fit - 1
    end
    local record, beginning
    if fit > 0 then
      -- The packed list of five, as below, for each.
      if fit == 1 then
        record = spack('>BBBdBdBBc0B', 149, 2, 203, amount, 203, now, 217, #birth, birth, 0)
      else
        record = spack('>BH', 220, 5 * fit)
          .. string.rep(spack('>BBdBdBBc0B', 2, 203, amount, 203, now, 217, #birth, birth, 0), fit)
      end
      local added = ''
      if count > 0 and (now == to or count >= 256 and (now - from) * 256 < length) then
        to, spent = now, spent + fit * amount
      else
        if count == 1 then
          from1, to1, spent1 = from, to, spent
        elseif count > 1 then
          added = mpack(gap, to - from, spent)
        end
        gap = count > 0 and now - to or 0
        count, from, to, spent = count + 1, now, now, fit * amount
      end
      sum = sum + fit * amount
      beginning = spack(
        ONE,
        2, #birth, birth, now, pots,
        SLIDING, #known, known, sum, length, count, from, to, spent, gap, from1, to1, spent1
      )
      text = whole and sub(text, at) .. added
      answer = spack('>c6BI8', '\165taken', 207, wall)
      if members > 1 then
        answer = string.rep(answer, fit)
      end
    elseif not (again and call('GET', KEYS[1])) then
      -- What comes for the first time has no reservation that would have to be told.
      text, answer = sub(text, at), ''
    end
    if answer and fit < members then
      -- When the last of those entries goes that have to go before there is room; if ever there is.
      local rest, last, offset = sum, 0, 0
      if count > 1 then
        rest, last = rest - spent1, to1
      end
      while amount <= limit and rest + amount > limit and offset < #text do
        local stop, since, lasting, one = some(text, 3, offset)
        offset = stop == -1 and #text or stop
        rest, last = rest - one, last + since + lasting
      end
      local wait = max((rest + amount > limit and to or last) + length - given, 0)
      local refused = mpack('refused', wall) .. '\147' .. mpack(0, 0, amount <= limit and wait or '')
      if members > 1 then
        refused = string.rep(refused, members - fit)
      end
      answer = answer .. refused
    end
    if fit > 0 then
      -- Unless the first spend of the epoch has seen to it that the counter lives long enough for all.
      local alive = not (pots == 0 and newest >= now - now % EPOCH)
        and (virtual and '3600000' or math.ceil(length / 1000) + SLACK)
      if not whole then
        -- What may not be done, for want of a right, fails before a sum is changed; see below.
        call('SETRANGE', KEYS[2], '0', '')
        if alive then
          call('PEXPIRE', KEYS[2], alive)
        end
      end
      if not call('SET', KEYS[1], record, 'PX', recordFor, 'NX') then
        -- A reservation that there is already is left to what comes below.
        answer = nil
      elseif not whole then
        call('SETRANGE', KEYS[2], '0', beginning)
      elseif alive then
        call('SET', KEYS[2], beginning .. text, 'PX', alive)
      else
        call('SET', KEYS[2], beginning .. text, 'KEEPTTL')
      end
    end
  end
end
if answer then
  return answer .. END
end

-- A request is packed as the values that it consists of, or, if there are many, as the list of them.
local asked = { cmsgpack.unpack(ARGV[1]) }
if type(asked[1]) == 'table' then
  asked = asked[1]
end
local did, id, charges = asked[1], asked[2], asked[5]
virtual = asked[3] ~= ''
if virtual then
  given, wall = asked[3], asked[4]
elseif not given then
  local time = call('TIME')
  given = time[1] * 1000000 + time[2]
  wall = given
end
local fits = PLAIN and (did == 'take' or did == 'settle') and type(given) == 'number' and type(wall) == 'number'
local record = (fits or did == 'takes') and call('GET', KEYS[1])

-- The counters that are plain, and the text of the reservation, if it is to be written, and for how long in
-- milliseconds. A counter that is to be written begins with its key.
local counters, recorded, life = {}, nil, nil

if did == 'takes' then
  -- Those that were taken before are known by their places. Otherwise each has to come by itself.
  local members = asked[13]
  if record then
    local before = #record > 1 and #cmsgpack.unpack(record) / 5 or 0
    answer = string.rep(mpack('taken', wall), before) .. string.rep(mpack('closed', wall), members - before)
  else
    answer = string.rep(mpack('alone', wall), members)
  end
elseif fits and did == 'take' and record then
  answer = mpack(#record > 1 and 'held' or 'closed', wall)
elseif fits and did == 'settle' and (not record or #record == 1) then
  answer = mpack('nothing', wall)
elseif fits then
  -- Reads the counters.
  for i = 2, charges + 1 do
    local key = KEYS[i]
    local text = call('GETRANGE', key, '0', '383')
    local tag = byte(text)
    if tag == 0 and #text == BEGINNING then
      text = call('GET', key)
    end
    local c
    if not tag then
      c = { false, id, -1, 0 }
    elseif tag == 2 then
      local _, birth, newest, pots, kind, name, sum, length, count, from, to, spent, gap, from1, to1, spent1, offset =
        sunpack(ONE, text)
      local between = #text < BEGINNING and sub(text, offset)
      c = {
        false, birth, newest, pots,
        { kind, name, sum, length, count, from, to, spent, gap, from1, to1, spent1, between, offset },
      }
    elseif tag ~= 0 then
      fits = false
      break
    else
      local _, birth, newest, pots, offset = sunpack(COUNTER, text)
      local k, size = 5, #text
      c = { false, birth, newest, pots, false }
      while offset <= size do
        local kind = byte(text, offset)
        if kind == SLIDING then
          local w = { sunpack(SPENDS, text, offset) }
          c[k], offset = w, w[14]
        elseif kind == FLIGHT then
          local w = { sunpack(SLOTS, text, offset) }
          c[k], offset = w, w[8]
        else
          local w = { sunpack(POT, text, offset) }
          c[k], offset = w, w[13]
        end
        k = k + 1
      end
    end
    counters[i - 1] = c
  end

  if did == 'take' then
    -- Of a take: how long the reservation is remembered, the lease; the number of windows on the clock, and of each its
    -- name and four starts, of three windows in a row; and of each charge its amount, the number of its quotas, and of
    -- each of those the name of its window and a maximum, or ''.
    local lease = asked[7]
    local paid, refusals, holds = nil, nil, false
    local at = 9 + 5 * asked[8]
    local i = 1
    while fits and i <= charges do
      local c, amount, quotas = counters[i], asked[at], asked[at + 1]
      local now = c[3] > given and c[3] or given
      fits = type(amount) == 'number'

      -- A counter that is new gets the windows of its quotas.
      local size = fits and not c[5] and at + 2 * quotas or 0
      local k = 5
      for q = at + 2, size, 2 do
        local name = asked[q]
        local kind, other = byte(name), 5
        while other < k and c[other][2] ~= name do
          other = other + 1
        end
        if other == k then
          if #name > 255 then
            fits = false
          elseif kind == SLIDING then
            local length = #name < 18 and tonumber(sub(name, 2))
            fits = fits and length and length < EXACT
            c[k] = { kind, name, 0, length, 0, 0, 0, 0, 0, 0, 0, 0, '' }
          elseif kind == FLIGHT then
            c[k] = { kind, name, 0, 0, 0, 0, '' }
          else
            local w = { kind, name, 0, c[4] + 1, -1, -1, -1, -1, -1, -1, -1, 0 }
            for s = 9, kind == CLOCK and 4 + 5 * asked[8] or 0, 5 do
              for start = s + 1, asked[s] == name and s + 3 or s do
                local from, to = asked[start], asked[start + 1]
                if type(from) == 'number' and type(to) == 'number' and from <= wall and wall < to then
                  w[10], w[11] = from, to
                end
              end
            end
            fits = fits and (kind == LIFE or w[11] >= 0)
            c[k], c[4] = w, w[4]
          end
          k = k + 1
        end
      end

      -- Windows go with the time. What this can't do for one of them it leaves to the exact tier.
      local slots, pots = 0, nil
      k = 5
      local w = c[k]
      while fits and w do
        local kind = w[1]
        if w[3] + amount >= EXACT then
          fits = false
        elseif kind == SLIDING then
          local length, count = w[4], w[5]
          local joins = now == w[7] or count >= 256 and (now - w[6]) * 256 < length
          if not w[13] and (not joins or now - w[11] >= length) then
            w[13] = sub(call('GET', KEYS[1 + i]), w[14])
          end
          if count > 0 and now - w[7] >= length then
            w[3], w[5], w[6], w[7], w[8], w[9], w[10], w[11], w[12], w[13] = 0, 0, 0, 0, 0, 0, 0, 0, 0, ''
          elseif count > 1 and now - w[11] >= length then
            -- The oldest entries go, until one is left that still counts.
            local sum, from, to, spent = w[3], w[10], w[11], w[12]
            local between, offset = w[13], 0
            while count > 1 and now - to >= length do
              sum, count = sum - spent, count - 1
              if count == 1 then
                w[9], from, to, spent = 0, 0, 0, 0
                offset = #between
              else
                local stop, gap, lasting, one = some(between, 3, offset)
                offset = stop == -1 and #between or stop
                from = to + gap
                to, spent = from + lasting, one
              end
            end
            w[3], w[5], w[10], w[11], w[12] = sum, count, from, to, spent
            w[13] = sub(between, offset + 1)
          end
        elseif kind == FLIGHT then
          fits = type(lease) == 'number' and (w[4] == 0 or w[5] > now)
          slots = 1
        else
          if kind == CLOCK and w[6] >= 0 then
            local last, start, stop = w[6], w[10], w[11]
            fits = now - last < 2 * (stop - start) and (wall < stop or w[3] ~= 0 and now - last < w[12])
          end
          pots = pots or {}
          pots[#pots + 1] = w[4]
        end
        k = k + 1
        w = c[k]
      end

      for q = at + 2, fits and at + 2 * quotas or 0, 2 do
        local name, limit = asked[q], asked[q + 1]
        k = 5
        w = c[k]
        while w and w[2] ~= name do
          k = k + 1
          w = c[k]
        end
        if not w then
          fits = false
          break
        end
        -- A sum is below EXACT, so no maximum beyond that is ever met, and the digits after a point don't matter.
        if type(limit) == 'string' then
          limit = limit ~= '' and tonumber(string.match(limit, '^%d+'))
        end
        if limit and w[3] + amount > limit then
          local kind, wait = w[1], ''
          if amount > limit then
            wait = ''
          elseif kind == SLIDING then
            -- When the last of those entries goes that have to go before there is room.
            local rest, to, between, offset = w[3], 0, w[13] or sub(call('GET', KEYS[1 + i]), w[14]), 0
            if w[5] > 1 then
              rest, to = rest - w[12], w[11]
            end
            while rest + amount > limit and offset < #between do
              local stop, gap, lasting, one = some(between, 3, offset)
              offset = stop == -1 and #between or stop
              rest, to = rest - one, to + gap + lasting
            end
            wait = max((rest + amount > limit and w[7] or to) + w[4] - given, 0)
          elseif kind == CLOCK then
            local last, stop = w[6], w[11]
            local byClock = wall >= stop and 0 or stop - wall
            local byElapsed = now - last < w[12] and max(last + w[12] - given, 0) or 0
            wait = min(max(byClock, byElapsed), max(last + 2 * (stop - w[10]) - given, 0))
          end
          refusals = refusals or {}
          local n = #refusals
          refusals[n + 1], refusals[n + 2], refusals[n + 3] = i - 1, (q - at) / 2 - 1, wait
        end
      end

      if fits and amount > 0 then
        holds = holds or slots > 0
        if not paid then
          paid = { 2 * i + slots, amount, now, c[2], pots and #pots or 0 }
        else
          local n = #paid
          paid[n + 1], paid[n + 2], paid[n + 3], paid[n + 4] = 2 * i + slots, amount, now, c[2]
          paid[n + 5] = pots and #pots or 0
        end
        for n = 1, pots and #pots or 0 do
          paid[#paid + 1] = pots[n]
        end
      end
      at = at + 2 + 2 * quotas
      i = i + 1
    end

    if fits and refusals then
      answer = mpack('refused', wall, refusals)
    elseif fits then
      answer = mpack(holds and 'held' or 'taken', wall)
      at = 9 + 5 * asked[8]
      for i = 1, paid and charges or 0 do
        local c, amount = counters[i], asked[at]
        at = at + 2 + 2 * asked[at + 1]
        if amount > 0 then
          local now = c[3] > given and c[3] or given
          local k = 5
          local w = c[k]
          while w do
            local kind = w[1]
            w[3] = w[3] + amount
            if kind == SLIDING then
              -- See the exact tier.
              local count, from, to = w[5], w[6], w[7]
              if count > 0 and (now == to or count >= 256 and (now - from) * 256 < w[4]) then
                w[7], w[8] = now, w[8] + amount
              else
                if count == 1 then
                  w[10], w[11], w[12] = from, to, w[8]
                elseif count > 1 then
                  w[13] = w[13] .. mpack(w[9], to - from, w[8])
                end
                w[5], w[6], w[7], w[8], w[9] = count + 1, now, now, amount, count > 0 and now - to or 0
              end
            elseif kind == FLIGHT then
              local till = now + lease
              w[5] = w[4] > 0 and min(w[5], till) or till
              w[4], w[6] = w[4] + 1, max(w[6], till)
              w[7] = w[7] .. mpack(id, amount, till)
            else
              if kind == CLOCK then
                local rest = max(w[11] - wall, 0)
                w[12] = w[3] ~= amount and max(rest, w[6] + w[12] - now) or rest
              end
              w[5], w[6] = w[5] >= 0 and min(w[5], now) or now, now
            end
            k = k + 1
            w = c[k]
          end
          c[3] = now
          c[1] = KEYS[1 + i]
        end
      end
      if paid then
        recorded, life = mpack(paid), asked[6]
      end
    end

  else
    -- Of a settlement: how long the reservation is remembered, and for each charge a 1 if it is given back; of one of
    -- several takings, its place, and how long their reservation is. Slots are freed; where something is given back,
    -- and of several takings, that is left to the exact tier.
    fits = fits and not asked[8] and not string.find(asked[7], '1', 1, true)
    if fits then
      local paid, p = cmsgpack.unpack(record), 1
      while paid[p] do
        local i = (paid[p] - 1) / 2
        local c = paid[p] % 2 == 1 and counters[i]
        local w = c and c[5] and c[2] == paid[p + 3] and c[5]
        local k = 5
        while w and w[1] ~= FLIGHT do
          k = k + 1
          w = c[k]
        end
        local found = w and string.find(w[7], mpack(id), 1, true)
        if found then
          local held = w[7]
          local stop, _, amount = some(held, 3, found - 1)
          w[7] = sub(held, 1, found - 1) .. (stop == -1 and '' or sub(held, stop + 1))
          w[3], w[4] = w[3] - amount, w[4] - 1
          if w[4] == 0 then
            w[5], w[6] = 0, 0
          end
          c[1] = KEYS[1 + i]
        end
        p = p + 5 + paid[p + 4]
      end
      recorded, life = '-', asked[6]
      answer = mpack('settled', wall)
    end
  end
end

-- Once the first thing is written, nothing fails.
local written
for i = 1, recorded and #counters or 0 do
  local c = counters[i]
  local key, now, ticks, text, k = c[1], c[3] > given and c[3] or given, 0, nil, 5
  if c[3] > given and c[4] == 0 then
    c[4] = 1
  end
  local w = key and c[k]
  if w and w[1] == SLIDING and not c[6] then
    local name = w[2]
    text = spack(
      ONE,
      2, #c[2], c[2], c[3], c[4],
      SLIDING, #name, name, w[3], w[4], w[5], w[6], w[7], w[8], w[9], w[10], w[11], w[12]
    )
    ticks = w[7] + w[4] - now
    if w[13] then
      text = text .. w[13]
    end
  elseif w then
    text = spack(COUNTER, 0, #c[2], c[2], c[3], c[4])
    while w do
      local kind, name, after = w[1], w[2], 0
      if kind == SLIDING then
        text = text
          .. spack(
            SPENDS,
            kind, #name, name, w[3], w[4], w[5], w[6], w[7], w[8], w[9], w[10], w[11], w[12], #w[13], w[13]
          )
        after = w[5] > 0 and w[7] + w[4] - now or 0
      elseif kind == FLIGHT then
        text = text .. spack(SLOTS, kind, #name, name, w[3], w[4], w[5], w[6], #w[7], w[7])
        after = w[4] > 0 and w[6] - now or 0
      else
        text = text
          .. spack(POT, kind, #name, name, w[3], w[4], w[5], w[6], w[7], w[8], w[9], w[10], w[11], w[12])
        if w[3] ~= 0 and kind == LIFE then
          after = false
        elseif w[3] ~= 0 then
          local last, stop = w[6], w[11]
          after = min(max(stop - wall, last + w[12] - now, 0), max(last + 2 * (stop - w[10]) - now, 0))
        end
      end
      ticks = ticks and after and max(ticks, after)
      k = k + 1
      w = c[k]
    end
  end
  if key and ticks and not (ticks >= 0 and ticks < EXACT) then
    error('not a counter')
  end
  if key then
    written = written or {}
    local n = #written
    written[n + 1], written[n + 2] = key, text
    written[n + 3] = virtual and '3600000' or ticks and math.ceil(ticks / 1000) + SLACK
    written[n + 4] = c[5] and c[5][1] == SLIDING and not c[5][13] or false
  end
end

-- Reservations come last: what is spent without one is lost, and a reservation of nothing would let a call through.
for i = 1, written and #written or 0, 4 do
  local key, text, alive, isBeginning = written[i], written[i + 1], written[i + 2], written[i + 3]
  if isBeginning then
    -- What may not be done, for want of a right or of memory, fails before it would change a sum.
    call('SETRANGE', key, '0', '')
    call('PEXPIRE', key, alive)
    call('SETRANGE', key, '0', text)
  elseif alive then
    call('SET', key, text, 'PX', alive)
  else
    call('SET', key, text)
  end
end
if recorded then
  call('SET', KEYS[1], recorded, 'PX', life)
end

if answer then
  return answer .. END
end
