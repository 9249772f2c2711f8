-- The counters of MCP Policy. One call of this script judges and charges everything that one tool call spends.
--
-- KEYS  the key of the reservation, and then that of each counter, in the order of the charges
-- ARGV  what to do, the reservation's id, and then what that needs; see where it is read
--
-- There are two tiers. The plain one, first, does what is asked most, as long as all numbers are whole ones that doubles
-- hold exactly; it touches no more of a counter than it has to. Anything else it leaves, before it has written anything,
-- to the exact one in the next file, which does everything. Both keep the same counters and give the same answers.
-- Whatever can't be done fails before anything is written: all writing is done at the very end.
--
-- Amounts come in millionths, so that most decimals are whole numbers here. No number is ever below zero.

local EXACT = 9007199254740992
local SLACK = 10000
-- A flat list stands on Lua's stack when it is packed, which has room for some thousands of values.
local MOST = 2000
local CLOCK, FLIGHT, LIFE, SLIDING = 99, 105, 108, 115

local did, id = ARGV[1], ARGV[2]
local RESERVATION = KEYS[1]
local charges = #KEYS - 1
local call, byte = redis.call, string.byte

-- The call's own time. `given` is the elapsed time and `wall` the time of day, in ticks; on a real server both are its
-- clock in microseconds. Tests give them, and then they may be no plain numbers: nil here.
local virtual = ARGV[3] ~= ''
local given, wall

-- A counter is one text, packed. If all of its numbers are plain it is a flat list: 0, the reservation that it began with,
-- the instant of its newest spend or false, how many pots it has had, and then its windows. Each begins with its name,
-- the first letter of which is its kind:
--
--   s  sliding: name, sum, number of entries; the newest entry's first instant, last instant and amount, and the time
--      between it and the entry before; the first instant, last instant and amount of the oldest, if there are two; and,
--      packed, those between, oldest first: the time since the entry before, that from first to last, and the amount
--   c  on the clock, l  for a lifetime; both are pots: name, sum, number of the pot, first and last instant of a spend,
--      first and last of those inherited, last one in the pot before; where the window starts and ends, and how much of
--      it was left at the last spend
--   i  in flight: name, sum, number of slots, a time before which no lease ends, one by which all have, and, packed, the
--      slots: reservation, amount, end of the lease
--
-- If not, it is the list of a 1 and the exact tier's own table. All windows see every spend.
--
-- A reservation is a packed list of what it paid: for each charge twice its position, and one more if it holds a slot;
-- the amount, the instant, or false if nothing can be given back any more, the reservation that the counter began with,
-- the number of pots that it went into, and the number of each. A reservation that is over is '-'.
local function plain(text)
  local number = #text <= 16 and not string.find(text, '.', 1, true) and tonumber(text)
  return number and number < EXACT and number or nil
end

local function step(kind)
  return kind == FLIGHT and 6 or 11
end

-- Keeps a plain counter. It outlives what it can deny by the slack, in milliseconds.
local function keep(key, c, now)
  local ticks, w = 0, 5
  while ticks and c[w] do
    local kind, after = byte(c[w]), 0
    if kind == SLIDING then
      after = c[w + 2] > 0 and c[w + 4] + tonumber(string.sub(c[w], 2)) - now or 0
    elseif kind == FLIGHT then
      after = c[w + 2] > 0 and c[w + 4] - now or 0
    elseif c[w + 1] ~= 0 then
      if kind == LIFE then
        after = false
      else
        local last, start, stop = c[w + 4], c[w + 8], c[w + 9]
        after = math.min(math.max(stop - wall, last + c[w + 10] - now, 0), math.max(last + 2 * (stop - start) - now, 0))
      end
    end
    ticks = after and math.max(ticks, after)
    w = w + step(kind)
  end
  local packed = cmsgpack.pack(unpack(c))
  if virtual then
    call('SET', key, packed, 'PX', 3600000)
  elseif ticks then
    call('SET', key, packed, 'PX', math.ceil(ticks / 1000) + SLACK)
  else
    call('SET', key, packed)
  end
end

-- Adds a window to a counter that is new. Says whether it can be done here.
local function begin(c, name)
  local kind, w = byte(name), #c
  if w > MOST then
    return false
  end
  c[w + 1] = name
  if kind == SLIDING then
    for i = 2, 10 do
      c[w + i] = 0
    end
    c[w + 11] = ''
    return plain(string.sub(name, 2)) ~= nil
  elseif kind == FLIGHT then
    c[w + 2], c[w + 3], c[w + 4], c[w + 5], c[w + 6] = 0, 0, 0, 0, ''
    return true
  end
  c[4] = c[4] + 1
  c[w + 2], c[w + 3] = 0, c[4]
  for i = 4, 10 do
    c[w + i] = false
  end
  c[w + 11] = 0
  if kind == LIFE then
    return true
  end
  local at = 8
  for _ = 1, tonumber(ARGV[7]) do
    for i = at + 1, ARGV[at] == name and at + 3 or at do
      local start, stop = plain(ARGV[i]), plain(ARGV[i + 1])
      if start and stop and start <= wall and wall < stop then
        c[w + 9], c[w + 10] = start, stop
        return true
      end
    end
    at = at + 5
  end
  return false
end

-- Lets the entries go that a sliding window doesn't hold any more.
local function leave(c, w, length, now)
  if c[w + 2] == 0 then
    return
  elseif now - c[w + 4] >= length then
    for i = 1, 9 do
      c[w + i] = 0
    end
    c[w + 10] = ''
    return
  end
  local between, offset = c[w + 10], 0
  while c[w + 2] > 1 and now - c[w + 8] >= length do
    c[w + 1], c[w + 2] = c[w + 1] - c[w + 9], c[w + 2] - 1
    if c[w + 2] == 1 then
      c[w + 6], c[w + 7], c[w + 8], c[w + 9] = 0, 0, 0, 0
      offset = #between
    else
      local stop, gap, lasting, amount = cmsgpack.unpack_limit(between, 3, offset)
      offset = stop == -1 and #between or stop
      c[w + 7] = c[w + 8] + gap
      c[w + 8], c[w + 9] = c[w + 7] + lasting, amount
    end
  end
  if offset > 0 then
    c[w + 10] = string.sub(between, offset + 1)
  end
end

-- When the last of those entries goes that a sliding window has to let go before it holds an amount.
local function roomAt(c, w, length, amount, max)
  local left, last, between, offset = c[w + 1], 0, c[w + 10], 0
  if c[w + 2] > 1 then
    left, last = left - c[w + 9], c[w + 8]
  end
  while left + amount > max and offset < #between do
    local stop, gap, lasting, spent = cmsgpack.unpack_limit(between, 3, offset)
    offset = stop == -1 and #between or stop
    left, last = left - spent, last + gap + lasting
  end
  return (left + amount > max and c[w + 4] or last) + length
end

-- Adds a spend to a sliding window; see the exact tier.
local function spend(c, w, length, amount, now)
  c[w + 1] = c[w + 1] + amount
  local count = c[w + 2]
  if count > 0 then
    if now == c[w + 4] or count >= 256 and (now - c[w + 3]) * 256 < length then
      c[w + 4], c[w + 5] = now, c[w + 5] + amount
      return
    elseif count == 1 then
      c[w + 7], c[w + 8], c[w + 9] = c[w + 3], c[w + 4], c[w + 5]
    else
      c[w + 10] = c[w + 10] .. cmsgpack.pack(c[w + 6], c[w + 4] - c[w + 3], c[w + 5])
    end
    c[w + 6] = now - c[w + 4]
  end
  c[w + 2], c[w + 3], c[w + 4], c[w + 5] = count + 1, now, now, amount
end

-- Answers begin with a word and the time of day, and end with 'end', so that one that was cut is known.
local function repeated(record)
  return { #record > 1 and 'taken' or 'closed', wall, 'end' }
end

local function takePlainly()
  local at = 8 + 5 * tonumber(ARGV[7])
  local lease = plain(ARGV[6])
  local counters, nows, amounts, refusals = {}, {}, {}, nil
  for i = 1, charges do
    local amount, quotas = plain(ARGV[at]), tonumber(ARGV[at + 1])
    if not amount then
      return nil
    end
    local packed = call('GET', KEYS[i + 1])
    local c = packed and { cmsgpack.unpack(packed) } or { 0, id, false, 0 }
    if c[1] ~= 0 then
      return nil
    end
    local now = c[3] and c[3] > given and c[3] or given
    counters[i], nows[i], amounts[i] = c, now, amount
    if not packed then
      for q = at + 2, at + 2 * quotas, 2 do
        local w = 5
        while c[w] and c[w] ~= ARGV[q] do
          w = w + step(byte(c[w]))
        end
        if not c[w] and not begin(c, ARGV[q]) then
          return nil
        end
      end
    end
    for j = 1, quotas do
      local name, limit = ARGV[at + 2 * j], ARGV[at + 2 * j + 1]
      local w = 5
      while c[w] ~= name do
        if not c[w] then
          return nil
        end
        w = w + step(byte(c[w]))
      end
      local kind = byte(name)
      if kind == SLIDING then
        leave(c, w, tonumber(string.sub(name, 2)), now)
      elseif kind == FLIGHT then
        if not lease or c[w + 2] > 0 and c[w + 3] <= now then
          return nil
        end
      elseif kind == CLOCK and c[w + 4] then
        local last, start, stop = c[w + 4], c[w + 8], c[w + 9]
        if now - last >= 2 * (stop - start) or wall >= stop and (c[w + 1] == 0 or now - last >= c[w + 10]) then
          return nil
        end
      end
      -- A sum is below EXACT, so no maximum beyond that is ever met, and the digits after a point don't matter.
      local max = limit ~= '' and tonumber(string.match(limit, '^%d+'))
      if max and c[w + 1] + amount > max then
        local wait = ''
        if amount > max then
          wait = ''
        elseif kind == SLIDING then
          wait = math.max(roomAt(c, w, tonumber(string.sub(name, 2)), amount, max) - given, 0)
        elseif kind == CLOCK then
          local last, stop = c[w + 4], c[w + 9]
          local byClock = wall >= stop and 0 or stop - wall
          local byElapsed = now - last < c[w + 10] and math.max(last + c[w + 10] - given, 0) or 0
          wait = math.min(math.max(byClock, byElapsed), math.max(last + 2 * (stop - c[w + 8]) - given, 0))
        end
        refusals = refusals or {}
        local size = #refusals
        refusals[size + 1], refusals[size + 2] = i - 1, j - 1
        refusals[size + 3] = wait
      end
    end
    at = at + 2 + 2 * quotas
  end
  if refusals then
    local record = call('GET', RESERVATION)
    return record and repeated(record) or { 'refused', wall, refusals, 'end' }
  end

  local paid = {}
  for i = 1, charges do
    local c, now, amount = counters[i], nows[i], amounts[i]
    if amount > 0 then
      local p = #paid
      local pots, slots = 0, 0
      local w = 5
      while c[w] do
        local kind = byte(c[w])
        if c[w + 1] + amount >= EXACT then
          return nil
        elseif kind == SLIDING then
          local length = tonumber(string.sub(c[w], 2))
          leave(c, w, length, now)
          spend(c, w, length, amount, now)
        elseif kind == FLIGHT then
          if not lease or c[w + 2] > 0 and c[w + 3] <= now then
            return nil
          end
          local till = now + lease
          c[w + 3] = c[w + 2] > 0 and math.min(c[w + 3], till) or till
          c[w + 4] = math.max(c[w + 4], till)
          c[w + 1], c[w + 2] = c[w + 1] + amount, c[w + 2] + 1
          c[w + 5] = c[w + 5] .. cmsgpack.pack(id, amount, till)
          slots = 1
        else
          if kind == CLOCK then
            local last, start, stop = c[w + 4], c[w + 8], c[w + 9]
            if not stop then
              return nil
            end
            if last and (now - last >= 2 * (stop - start) or wall >= stop and (c[w + 1] == 0 or now - last >= c[w + 10])) then
              return nil
            end
            local left = math.max(stop - wall, 0)
            c[w + 10] = c[w + 1] ~= 0 and math.max(left, last + c[w + 10] - now) or left
          end
          c[w + 1] = c[w + 1] + amount
          c[w + 3] = c[w + 3] and math.min(c[w + 3], now) or now
          c[w + 4] = now
          pots = pots + 1
          paid[p + 5 + pots] = c[w + 2]
        end
        w = w + step(kind)
      end
      c[3] = now
      paid[p + 1], paid[p + 2], paid[p + 3], paid[p + 4], paid[p + 5] = 2 * i + slots, amount, now, c[2], pots
    end
  end
  if paid[1] then
    if not call('SET', RESERVATION, cmsgpack.pack(paid), 'PX', ARGV[5], 'NX') then
      return repeated(call('GET', RESERVATION))
    end
    for i = 1, charges do
      if amounts[i] > 0 then
        keep(KEYS[i + 1], counters[i], nows[i])
      end
    end
  else
    local record = call('GET', RESERVATION)
    if record then
      return repeated(record)
    end
  end
  return { 'taken', wall, 'end' }
end

-- Frees slots; where something is given back, that is left to the exact tier.
local function settlePlainly()
  local record = call('GET', RESERVATION)
  if not record or #record == 1 then
    return { 'nothing', wall, 'end' }
  elseif string.find(ARGV[6], '1', 1, true) then
    return nil
  end
  local paid, changed = cmsgpack.unpack(record), {}
  local p = 1
  while paid[p] do
    if paid[p] % 2 == 1 then
      local key = KEYS[(paid[p] + 1) / 2]
      local packed = call('GET', key)
      local c = packed and { cmsgpack.unpack(packed) }
      if c and c[1] ~= 0 then
        return nil
      elseif c and c[2] == paid[p + 3] then
        local w = 5
        while c[w] and byte(c[w]) ~= FLIGHT do
          w = w + step(byte(c[w]))
        end
        local slots = c[w] and c[w + 5]
        local found = slots and string.find(slots, cmsgpack.pack(id), 1, true)
        if found then
          local stop, _, amount = cmsgpack.unpack_limit(slots, 3, found - 1)
          c[w + 5] = string.sub(slots, 1, found - 1) .. (stop == -1 and '' or string.sub(slots, stop + 1))
          c[w + 1], c[w + 2] = c[w + 1] - amount, c[w + 2] - 1
          if c[w + 2] == 0 then
            c[w + 3], c[w + 4] = 0, 0
          end
          changed[#changed + 1], changed[#changed + 2] = key, c
        end
      end
    end
    p = p + 5 + paid[p + 4]
  end
  call('SET', RESERVATION, '-', 'PX', ARGV[5])
  for i = 1, #changed, 2 do
    local c = changed[i + 1]
    keep(changed[i], c, c[3] and c[3] > given and c[3] or given)
  end
  return { 'settled', wall, 'end' }
end

if virtual then
  given, wall = plain(ARGV[3]), plain(ARGV[4])
else
  local time = call('TIME')
  given = tonumber(time[1]) * 1000000 + tonumber(time[2])
  wall = given
end
if given and wall then
  local answer
  if did == 'take' then
    answer = takePlainly()
  elseif did == 'settle' then
    answer = settlePlainly()
  end
  if answer then
    return answer
  end
end
