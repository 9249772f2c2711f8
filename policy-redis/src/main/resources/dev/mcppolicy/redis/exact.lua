-- From here on everything is done exactly, whatever the numbers. Lua's own are doubles, exact for whole values below 2^53;
-- such a value is a plain number here, and any other decimal is a table of limbs: limb i, seven digits, counts 10^(7i),
-- from lo to hi. No operation on limbs exceeds 2 * 10^7, so nothing is ever rounded.
local BASE = 10000000

local function canonical(b)
  while b.hi >= b.lo and b[b.hi] == 0 do
    b[b.hi] = nil
    b.hi = b.hi - 1
  end
  while b.lo <= b.hi and b[b.lo] == 0 do
    b[b.lo] = nil
    b.lo = b.lo + 1
  end
  if b.lo > b.hi then
    return 0
  end
  if b.lo >= 0 and b.hi <= 2 then
    local n = 0
    for i = b.hi, 0, -1 do
      n = n * BASE + (b[i] or 0)
    end
    if n < EXACT then
      return n
    end
  end
  return b
end

local function limbs(n)
  if type(n) == 'table' then
    return n
  end
  local b = { lo = 0, hi = -1 }
  while n > 0 do
    local limb = n % BASE
    b.hi = b.hi + 1
    b[b.hi] = limb
    n = (n - limb) / BASE
  end
  return b
end

local function number(text)
  if type(text) == 'number' then
    return text
  end
  if #text <= 15 and not string.find(text, '.', 1, true) then
    return tonumber(text)
  end
  local whole, part = string.match(text, '^(%d*)%.?(%d*)$')
  whole = string.rep('0', -#whole % 7) .. whole
  part = part .. string.rep('0', -#part % 7)
  local b = { lo = -#part / 7, hi = #whole / 7 - 1 }
  for i = 1, #whole, 7 do
    b[b.hi - (i - 1) / 7] = tonumber(sub(whole, i, i + 6))
  end
  for i = 1, #part, 7 do
    b[-1 - (i - 1) / 7] = tonumber(sub(part, i, i + 6))
  end
  return canonical(b)
end

local function text(n)
  if type(n) == 'number' then
    return string.format('%.0f', n)
  end
  local whole, part = {}, {}
  for i = n.hi, 0, -1 do
    whole[#whole + 1] = string.format('%07d', n[i] or 0)
  end
  for i = -1, n.lo, -1 do
    part[#part + 1] = string.format('%07d', n[i] or 0)
  end
  local digits = string.gsub(table.concat(whole), '^0+', '')
  if digits == '' then
    digits = '0'
  end
  if #part == 0 then
    return digits
  end
  return digits .. '.' .. (string.gsub(table.concat(part), '0+$', ''))
end

-- How a number is kept in a counter: as a number if it is one, and else as its text.
local function kept(n)
  if type(n) == 'number' then
    return n
  end
  return text(n)
end

local function value(k)
  if type(k) == 'string' then
    return number(k)
  end
  return k
end

local function compare(a, b)
  if type(a) == 'number' and type(b) == 'number' then
    return a < b and -1 or a > b and 1 or 0
  end
  a, b = limbs(a), limbs(b)
  for i = math.max(a.hi, b.hi), math.min(a.lo, b.lo), -1 do
    local x, y = a[i] or 0, b[i] or 0
    if x ~= y then
      return x < y and -1 or 1
    end
  end
  return 0
end

local function add(a, b)
  if type(a) == 'number' and type(b) == 'number' then
    local sum = a + b
    if sum < EXACT then
      return sum
    end
  end
  a, b = limbs(a), limbs(b)
  local sum = { lo = math.min(a.lo, b.lo), hi = math.max(a.hi, b.hi) }
  local carry = 0
  for i = sum.lo, sum.hi do
    local limb = (a[i] or 0) + (b[i] or 0) + carry
    carry = limb >= BASE and 1 or 0
    sum[i] = limb - carry * BASE
  end
  if carry > 0 then
    sum.hi = sum.hi + 1
    sum[sum.hi] = carry
  end
  return canonical(sum)
end

-- The difference of a number and one that is no greater.
local function subtract(a, b)
  if type(a) == 'number' and type(b) == 'number' then
    return a - b
  end
  a, b = limbs(a), limbs(b)
  local rest = { lo = math.min(a.lo, b.lo), hi = math.max(a.hi, b.hi) }
  local borrow = 0
  for i = rest.lo, rest.hi do
    local limb = (a[i] or 0) - (b[i] or 0) - borrow
    borrow = limb < 0 and 1 or 0
    rest[i] = limb + borrow * BASE
  end
  return canonical(rest)
end

local function least(a, b)
  return compare(a, b) <= 0 and a or b
end

local function most(a, b)
  return compare(a, b) >= 0 and a or b
end

-- Says whether at `now` less than `length` has passed since `at`; a length that is false never passes.
local function within(length, at, now)
  if not length then
    return true
  end
  if type(length) == 'number' and type(at) == 'number' and type(now) == 'number' then
    return now <= at or now - at < length
  end
  return compare(now, at) <= 0 or compare(subtract(now, at), length) < 0
end

-- What is left until `length` after `at`, or zero.
local function rest(at, length, now)
  local stop = add(at, length)
  return compare(stop, now) > 0 and subtract(stop, now) or 0
end

-- The time of day in the answer.
local clock

-- What is behind the number of the counters.
local nextArgument = 6
local function argument()
  nextArgument = nextArgument + 1
  return asked[nextArgument - 1]
end

-- The windows on the clock that the host computed: for each kind four starts, of three windows in a row. If none of
-- them holds the time of day, the host is told so and asks again.
local spans, missing = {}, {}
local function span(window)
  local starts = spans[window]
  if starts then
    for i = 1, 3 do
      local from, to = starts[i], starts[i + 1]
      if from and compare(from, wall) <= 0 and (not to or compare(wall, to) < 0) then
        return from, to
      end
    end
  end
  missing[window] = true
  return wall, false
end

-- How long a sliding window is, by its name; false if it never ends.
local function lengthOf(window)
  local length = sub(window, 2)
  return length ~= '-' and number(length)
end

-- Sliding windows: e holds first instant, last instant (0 if it is the same) and amount of each entry, oldest first,
-- from position h on; s is the sum. Up to 256 entries, only spends of the same instant share one. From there on a spend
-- joins the newest entry if that began less than a 256th of the window before; it leaves when its last spend does.
local function lastOf(e, i)
  local last = e[i + 1]
  return value(last == 0 and e[i] or last)
end

local function slidingSpent(m, length, now)
  local e, i, left = m.e, m.h, value(m.s)
  while e[i] and not within(length, lastOf(e, i), now) do
    left = subtract(left, value(e[i + 2]))
    i = i + 3
  end
  return left, i
end

local function slidingPurge(m, length, now)
  local left, h = slidingSpent(m, length, now)
  m.s = kept(left)
  local size = #m.e
  if h > 48 and (h - 1) * 4 > size or h > size then
    local e = {}
    for i = h, size do
      e[#e + 1] = m.e[i]
    end
    m.e, h = e, 1
  end
  m.h = h
end

local function slidingAdd(m, length, amount, from, to)
  local e = m.e
  local newest = #e - 2
  m.s = kept(add(value(m.s), amount))
  if newest >= m.h then
    local joins = compare(from, lastOf(e, newest)) == 0
    if not joins and (newest - m.h) / 3 + 1 >= 256 then
      local since = subtract(from, value(e[newest]))
      for _ = 1, 8 do
        since = add(since, since)
      end
      joins = not length or compare(since, length) < 0
    end
    if joins then
      e[newest + 1] = compare(value(e[newest]), to) == 0 and 0 or kept(to)
      e[newest + 2] = kept(add(value(e[newest + 2]), amount))
      return
    end
  end
  e[#e + 1] = kept(from)
  e[#e + 1] = compare(from, to) == 0 and 0 or kept(to)
  e[#e + 1] = kept(amount)
end

local function slidingRemove(m, amount, at)
  local e = m.e
  for i = #e - 2, m.h, -3 do
    if compare(value(e[i]), at) <= 0 then
      if compare(at, lastOf(e, i)) <= 0 then
        local left = subtract(value(e[i + 2]), amount)
        m.s = kept(subtract(value(m.s), amount))
        e[i + 2] = kept(left)
        if left == 0 then
          table.remove(e, i)
          table.remove(e, i)
          table.remove(e, i)
        end
      end
      return
    end
  end
end

-- Pots: windows without a moving edge, on the clock or for a lifetime. s is the sum, p the number of the pot, f and z the
-- first and the last instant of a spend, x and y of those inherited, w the last one of the pot before. On the clock, q
-- and r are where the window starts and ends, and d is how much of it was left at the last spend.
local function potAdd(m, amount, from, to)
  m.s = kept(add(value(m.s), amount))
  m.f = m.f and kept(least(value(m.f), from)) or kept(from)
  m.z = m.z and kept(most(value(m.z), to)) or kept(to)
end

local function patience(m)
  if not m.r then
    return false
  end
  local length = subtract(value(m.r), value(m.q))
  return add(length, length)
end

local function calendarOver(m, now)
  if not m.z then
    return true
  end
  local last = value(m.z)
  if not within(patience(m), last, now) then
    return true
  end
  local byClock = m.r and compare(wall, value(m.r)) >= 0
  return byClock and (m.s == 0 or not within(value(m.d), last, now))
end

local function restByClock(m)
  if not m.r then
    return false
  end
  local stop = value(m.r)
  return compare(stop, wall) > 0 and subtract(stop, wall) or 0
end

-- Slots in flight: i holds id, amount and the end of the lease of each; an end of '' never comes.
local function slotsTaken(m, now)
  local sum = 0
  for i = 1, #m.i, 3 do
    if m.i[i + 2] == '' or compare(value(m.i[i + 2]), now) > 0 then
      sum = add(sum, value(m.i[i + 1]))
    end
  end
  return sum
end

local function spentIn(window, m, now)
  local kind = sub(window, 1, 1)
  if kind == 's' then
    return (slidingSpent(m, lengthOf(window), now))
  elseif kind == 'i' then
    return slotsTaken(m, now)
  elseif kind == 'c' and calendarOver(m, now) then
    return 0
  end
  return value(m.s)
end

-- How far back a window counts; false for ever.
local function reachOf(window, m)
  local kind = sub(window, 1, 1)
  if kind == 's' then
    return lengthOf(window)
  elseif kind == 'c' then
    local start = value(m.q)
    return compare(wall, start) > 0 and subtract(wall, start) or 0
  end
  return false
end

local function isLess(reach, other)
  return reach and (not other or compare(reach, other) < 0)
end

local function newPot(c)
  c.n = c.n + 1
  return { s = 0, p = c.n }
end

local function newMeter(c, window)
  local kind = sub(window, 1, 1)
  if kind == 's' then
    return { e = {}, h = 1, s = 0 }
  elseif kind == 'i' then
    return { i = {} }
  end
  local m = newPot(c)
  if kind == 'c' then
    local from, to = span(window)
    m.q, m.r, m.d = kept(from), to and kept(to), 0
  end
  return m
end

-- A new window of a counter begins with what the others hold that counts in it. Of any two, the one that reaches back
-- further holds all that the other does. The longest sliding one knows the instant of each spend; what a pot holds
-- beyond that was spent earlier, at an unknown instant, which is taken to be the latest one possible.
local function heir(c, window, now)
  local m = newMeter(c, window)
  local kind = sub(window, 1, 1)
  if kind == 'i' then
    return m
  end
  local reach = reachOf(window, m)
  local sliding, slidingReach, pot, potReach
  for _, other in ipairs(c.o) do
    local found = c.m[other]
    local otherReach = reachOf(other, found)
    if found.e then
      if not sliding or isLess(slidingReach, otherReach) then
        sliding, slidingReach = found, otherReach
      end
    elseif not found.i then
      if not pot then
        pot, potReach = found, otherReach
      else
        local narrow, narrowReach, wide, wideReach = pot, potReach, found, otherReach
        if not isLess(potReach, otherReach) then
          narrow, narrowReach, wide, wideReach = found, otherReach, pot, potReach
        end
        if isLess(narrowReach, reach) then
          pot, potReach = wide, wideReach
        else
          pot, potReach = narrow, narrowReach
        end
      end
    end
  end
  local function inherit(amount, from, to)
    if kind == 's' then
      if within(reach, to, now) then
        slidingAdd(m, reach, amount, from, to)
      end
    elseif kind == 'l' or within(add(reach, 1), to, now) then
      potAdd(m, amount, from, to)
      m.x = m.x and kept(least(value(m.x), from)) or kept(from)
      m.y = m.y and kept(most(value(m.y), to)) or kept(to)
      if kind == 'c' then
        m.d = m.r and kept(add(restByClock(m), subtract(now, value(m.z)))) or 0
      end
    end
  end
  local known, oldest = 0, nil
  if sliding then
    for i = sliding.h, #sliding.e, 3 do
      known = add(known, value(sliding.e[i + 2]))
      oldest = oldest or value(sliding.e[i])
    end
  end
  if pot and pot.z and (not sliding or isLess(slidingReach, reach)) and compare(value(pot.s), known) > 0 then
    local to = value(pot.z)
    if oldest and compare(oldest, to) <= 0 then
      to = compare(oldest, 0) > 0 and subtract(oldest, 1) or 0
    end
    local from = value(pot.f)
    if pot.w and compare(from, value(pot.w)) <= 0 then
      from = add(from, 1)
    end
    inherit(subtract(value(pot.s), known), least(from, to), to)
  end
  if sliding then
    for i = sliding.h, #sliding.e, 3 do
      inherit(value(sliding.e[i + 2]), value(sliding.e[i]), lastOf(sliding.e, i))
    end
  end
  return m
end

-- A counter: b is the reservation that it began with, t the instant of its newest spend, n how many pots it has had, m
-- its windows by name, and o their names in the order in which they came.
local function slotted(c, window, m)
  c.m[window] = m
  c.o[#c.o + 1] = window
end

-- What is packed in a text, one after the other.
local function sequence(packed)
  local list, offset = {}, 0
  while offset ~= -1 and offset < #packed do
    local some = { cmsgpack.unpack_limit(packed, 300, offset) }
    offset = some[1]
    for i = 2, #some do
      list[#list + 1] = some[i]
    end
  end
  return list
end

local function slidingOf(w)
  local m = { e = {}, h = 1, s = w[3] }
  local e, count = m.e, w[5]
  local function entry(from, to, amount)
    local i = #e
    e[i + 1], e[i + 2], e[i + 3] = from, from == to and 0 or to, amount
  end
  if count > 1 then
    entry(w[10], w[11], w[12])
    local last, between = w[11], sequence(w[13])
    for i = 1, #between, 3 do
      local from = last + between[i]
      last = from + between[i + 1]
      entry(from, last, between[i + 2])
    end
  end
  if count > 0 then
    entry(w[6], w[7], w[8])
  end
  return m
end

local NAMES = { 's', 'p', 'f', 'z', 'x', 'y', 'w', 'q', 'r', 'd' }

local function potOf(w)
  local m = {}
  for i = 1, #NAMES do
    m[NAMES[i]] = w[i + 2] >= 0 and w[i + 2] or nil
  end
  if w[1] == LIFE then
    m.d = nil
  end
  return m
end

-- The list of a plain counter; see the plain tier, which does the same without a function.
local function parsed(text)
  if byte(text) == 2 then
    local c = { sunpack(ONE, text) }
    local w = { unpack(c, 5, 16) }
    w[13] = sub(text, c[17])
    return { false, c[2], c[3], c[4], w }
  end
  local _, birth, newest, pots, offset = sunpack(COUNTER, text)
  local p = { false, birth, newest, pots }
  while offset <= #text do
    local kind = byte(text, offset)
    local w = { sunpack(kind == SLIDING and SPENDS or kind == FLIGHT and SLOTS or POT, text, offset) }
    offset, p[#p + 1] = table.remove(w), w
  end
  return p
end

local function written(p)
  if #p == 5 and p[5][1] == SLIDING then
    local w = p[5]
    return spack(ONE, 2, #p[2], p[2], p[3], p[4], w[1], #w[2], unpack(w, 2, 12)) .. w[13]
  end
  local text = spack(COUNTER, 0, #p[2], p[2], p[3], p[4])
  for i = 5, #p do
    local w = p[i]
    local kind, fields = w[1], { unpack(w) }
    table.insert(fields, 2, #w[2])
    if kind == SLIDING or kind == FLIGHT then
      table.insert(fields, #fields, #w[#w])
    end
    text = text .. spack(kind == SLIDING and SPENDS or kind == FLIGHT and SLOTS or POT, unpack(fields))
  end
  return text
end

local function load(key)
  local text = call('GET', key)
  if not text then
    return nil
  elseif byte(text) == 1 then
    return cmsgpack.unpack(sub(text, 2)) or error('not a counter')
  elseif byte(text) ~= 0 and byte(text) ~= 2 then
    error('not a counter')
  end
  local p = parsed(text)
  local c = { b = p[2], t = p[3] >= 0 and p[3] or nil, n = p[4], m = {}, o = {} }
  for i = 5, #p do
    local w = p[i]
    local kind = w[1]
    slotted(c, w[2], kind == SLIDING and slidingOf(w) or kind == FLIGHT and { i = sequence(w[7]) } or potOf(w))
  end
  return c
end

-- The list of a window, or nil if one of its numbers isn't plain.
local function flat(window, m)
  local w = { byte(window), window }
  local function put(...)
    for i = 1, select('#', ...) do
      local one = select(i, ...)
      if type(one) ~= 'number' then
        return false
      end
      w[#w + 1] = one
    end
    return true
  end
  if #window > 255 then
    return nil
  elseif m.e then
    local e, between = m.e, {}
    local newest, count = #e - 2, (#e - m.h + 1) / 3
    if not put(m.s, lengthOf(window), count) then
      return nil
    elseif count == 0 then
      put(0, 0, 0, 0, 0, 0, 0)
    end
    local last, oldest
    for i = m.h, newest, 3 do
      local from, to, amount = e[i], e[i + 1] == 0 and e[i] or e[i + 1], e[i + 2]
      if type(from) ~= 'number' or type(to) ~= 'number' or type(amount) ~= 'number' or last and from < last then
        return nil
      elseif i == newest then
        put(from, to, amount, last and from - last or 0)
        put(unpack(oldest or { 0, 0, 0 }))
      elseif i == m.h then
        oldest = { from, to, amount }
      else
        between[#between + 1] = mpack(from - last, to - from, amount)
      end
      last = to
    end
    w[#w + 1] = table.concat(between)
  elseif m.i then
    local sum, slots, soonest, latest = 0, {}, 0, 0
    for i = 1, #m.i, 3 do
      local amount, till = m.i[i + 1], m.i[i + 2]
      if type(amount) ~= 'number' or type(till) ~= 'number' then
        return nil
      end
      sum = sum + amount
      soonest = i == 1 and till or math.min(soonest, till)
      latest = math.max(latest, till)
      slots[#slots + 1] = mpack(m.i[i], amount, till)
    end
    put(sum, #slots, soonest, latest)
    w[#w + 1] = table.concat(slots)
    return sum < EXACT and w or nil
  else
    for i = 1, #NAMES do
      if not put(m[NAMES[i]] or i < 10 and -1 or 0) then
        return nil
      end
    end
    if byte(window) == CLOCK and not m.r then
      return nil
    end
  end
  return w
end

local function packed(c)
  local p = { false, c.b, c.t or -1, c.n }
  local isPlain = type(p[3]) == 'number' and #c.b < 256
  for _, window in ipairs(c.o) do
    local w = isPlain and flat(window, c.m[window])
    isPlain = w
    p[#p + 1] = w or nil
  end
  return isPlain and written(p) or '\1' .. mpack(c)
end

local function nowOf(c)
  return c.t and most(value(c.t), given) or given
end

-- Ticks until a window can't deny anything any more; false if that time doesn't come by itself. A sliding one is kept for
-- its newest spend even if that was given back: other spends of its epoch rely on that.
local function idleAfter(window, m, newest, now)
  local kind = sub(window, 1, 1)
  if kind == 's' then
    local length = lengthOf(window)
    if length then
      return newest and rest(newest, length, now) or 0
    end
    return #m.e < m.h and 0
  elseif kind == 'i' then
    local longest = 0
    for i = 3, #m.i, 3 do
      if m.i[i] == '' then
        return false
      end
      local till = value(m.i[i])
      longest = compare(till, now) > 0 and most(longest, subtract(till, now)) or longest
    end
    return longest
  elseif m.s == 0 then
    return 0
  elseif kind == 'l' then
    return false
  end
  local byClock = restByClock(m)
  if not byClock then
    return false
  end
  return least(most(byClock, rest(value(m.z), value(m.d), now)), rest(value(m.z), patience(m), now))
end

local writes = {}

-- Notes that a counter is to be written.
local function save(key, c)
  local newest, now = c.t and value(c.t), nowOf(c)
  if newest and compare(newest, given) > 0 and c.n == 0 then
    c.n = 1
  end
  local ticks = 0
  for window, m in pairs(c.m) do
    local after = idleAfter(window, m, newest, now)
    ticks = ticks and after and most(ticks, after)
  end
  local alive
  if virtual then
    alive = 3600000
  elseif ticks and type(ticks) == 'number' then
    alive = math.ceil(ticks / 1000) + SLACK
  end
  writes[#writes + 1] = { key, packed(c), alive }
end

local function writeAll()
  for i = 1, #writes do
    local w = writes[i]
    if w[3] then
      call('SET', w[1], w[2], 'PX', string.format('%.0f', w[3]))
    else
      call('SET', w[1], w[2])
    end
  end
end

local function recorded(paid)
  local flat = {}
  for _, one in ipairs(paid) do
    local size, pots = #flat, one[6]
    flat[size + 1] = 2 * one[1] + one[2]
    for i = 3, 5 do
      flat[size + i - 1] = one[i]
    end
    flat[size + 5] = #pots
    for i = 1, #pots do
      flat[size + 5 + i] = pots[i]
    end
  end
  return mpack(flat)
end

-- Charges: for each its amount, the number of its quotas, and for each of those a window's name and a maximum, which may
-- be empty. Before them the lease, and the starts of the windows on the clock.
local function take()
  local recordFor = argument()
  local lease = argument()
  for _ = 1, tonumber(argument()) do
    local window = argument()
    local starts = {}
    for i = 1, 4 do
      local start = argument()
      starts[i] = start ~= '-' and number(start)
    end
    spans[window] = starts
  end
  if did ~= 'inspect' then
    local record = call('GET', KEYS[1])
    if record then
      return mpack(#record > 1 and 'held' or 'closed', clock)
    end
  end

  local counters, amounts, known, grown = {}, {}, {}, {}
  local refusals, usages = {}, {}
  for i = 1, charges do
    local c = load(KEYS[1 + i])
    known[i] = c ~= nil
    c = c or { b = id, n = 0, m = {}, o = {} }
    counters[i] = c
    local now = nowOf(c)
    local amount = number(argument())
    amounts[i] = amount
    local quotas = {}
    for j = 1, tonumber(argument()) do
      quotas[j] = { argument(), argument() }
      local window = quotas[j][1]
      if not c.m[window] then
        slotted(c, window, heir(c, window, now))
        grown[i] = known[i]
      end
    end
    for j = 1, #quotas do
      local window, limit = quotas[j][1], quotas[j][2]
      if limit ~= '' and did ~= 'force' then
        local m = c.m[window]
        local max = number(limit)
        local spent = spentIn(window, m, now)
        if did == 'inspect' then
          usages[#usages + 1] = text(spent)
        end
        if compare(add(spent, amount), max) > 0 then
          local wait = ''
          local kind = sub(window, 1, 1)
          if compare(amount, max) <= 0 then
            if kind == 's' and lengthOf(window) then
              local left, e = value(m.s), m.h
              while compare(add(left, amount), max) > 0 do
                left = subtract(left, value(m.e[e + 2]))
                e = e + 3
              end
              wait = text(rest(lastOf(m.e, e - 3), lengthOf(window), given))
            elseif kind == 'c' and m.r then
              local last = value(m.z)
              local over = compare(wall, value(m.r)) >= 0
              local byClock = over and 0 or restByClock(m)
              local byElapsed = within(value(m.d), last, now) and rest(last, value(m.d), given) or 0
              wait = text(least(most(byClock, byElapsed), rest(last, patience(m), given)))
            end
          end
          refusals[#refusals + 1] = text(i - 1)
          refusals[#refusals + 1] = text(j - 1)
          refusals[#refusals + 1] = wait
        end
      end
    end
  end

  local paid, holds = {}, false
  if did ~= 'inspect' and #refusals == 0 then
    for i = 1, charges do
      local c, amount = counters[i], amounts[i]
      if amount ~= 0 then
        local now = nowOf(c)
        local one = { i, 0, kept(amount), kept(now), c.b, {} }
        local pots = one[6]
        for _, window in ipairs(c.o) do
          local m = c.m[window]
          local kind = sub(window, 1, 1)
          if kind == 's' then
            slidingPurge(m, lengthOf(window), now)
            slidingAdd(m, lengthOf(window), amount, now, now)
          elseif kind == 'i' then
            local slots = {}
            for s = 1, #m.i, 3 do
              if m.i[s + 2] == '' or compare(value(m.i[s + 2]), now) > 0 then
                slots[#slots + 1], slots[#slots + 2], slots[#slots + 3] = m.i[s], m.i[s + 1], m.i[s + 2]
              end
            end
            slots[#slots + 1], slots[#slots + 2] = id, kept(amount)
            slots[#slots + 1] = lease == '' and '' or kept(add(now, number(lease)))
            m.i = slots
            one[2] = 1
            holds = true
          else
            if kind == 'c' then
              if calendarOver(m, now) then
                local from, to = span(window)
                if m.z then
                  local last = m.z
                  m = newPot(c)
                  m.w = last
                  c.m[window] = m
                end
                m.q, m.r = kept(from), to and kept(to)
              end
              local left = restByClock(m) or 0
              if m.s ~= 0 and m.z then
                left = most(left, rest(value(m.z), value(m.d), now))
              end
              m.d = kept(left)
            end
            potAdd(m, amount, now, now)
            pots[#pots + 1] = m.p
          end
        end
        c.t = kept(now)
        paid[#paid + 1] = one
      end
    end
  end

  if next(missing) then
    local windows = {}
    for window in pairs(missing) do
      windows[#windows + 1] = window
    end
    return mpack('spans', clock, windows)
  end
  if did == 'inspect' then
    return mpack('seen', clock, refusals, usages)
  end
  for i = 1, charges do
    if #refusals == 0 and amounts[i] ~= 0 or grown[i] then
      save(KEYS[1 + i], counters[i])
    end
  end
  if #refusals == 0 and #paid > 0 then
    writes[#writes + 1] = { KEYS[1], recorded(paid), tonumber(recordFor) }
  end
  writeAll()
  if #refusals > 0 then
    return mpack('refused', clock, refusals)
  end
  return mpack(holds and 'held' or 'taken', clock)
end

local function paidFor()
  local record = call('GET', KEYS[1])
  if record and #record > 1 then
    local flat, paid, p = cmsgpack.unpack(record), {}, 1
    while flat[p] do
      local slots = flat[p] % 2
      local one = { (flat[p] - slots) / 2, slots, flat[p + 1], flat[p + 2], flat[p + 3], {} }
      for i = 1, flat[p + 4] do
        one[6][i] = flat[p + 4 + i]
      end
      paid[#paid + 1] = one
      p = p + 5 + flat[p + 4]
    end
    return paid
  end
  return nil, record
end

-- Ends a reservation: frees its slots, and gives back the charges for which the answer holds a 1. What remains of its
-- record says that it is over, so that a repetition finds nothing to do.
local function settle()
  local closedFor = tonumber(argument())
  local returned = argument()
  local paid, record = paidFor()
  if not paid then
    if did == 'cancel' and not record then
      call('SET', KEYS[1], '-', 'PX', string.format('%.0f', closedFor))
    end
    return mpack('nothing', clock)
  end
  -- Of several takings that came as one, this one's.
  local member, recordFor = asked[8], asked[9]
  if member and not (paid[member] and paid[member][4]) then
    return mpack('nothing', clock)
  end
  for p = member or 1, member or #paid do
    local i, _, amount, at, birth, pots = unpack(paid[p])
    local back = at and sub(returned, i, i) == '1'
    local c = load(KEYS[1 + i])
    if c and c.b == birth then
      local changed = false
      amount, at = value(amount), at and value(at)
      for window, m in pairs(c.m) do
        if m.i then
          for s = #m.i - 2, 1, -3 do
            if m.i[s] == id then
              table.remove(m.i, s)
              table.remove(m.i, s)
              table.remove(m.i, s)
              changed = true
            end
          end
        elseif back and m.e then
          slidingRemove(m, amount, at)
          changed = true
        elseif back then
          local mine = m.x and compare(value(m.x), at) <= 0 and compare(at, value(m.y)) <= 0
          for k = 1, #pots do
            mine = mine or pots[k] == m.p
          end
          if mine then
            m.s = kept(subtract(value(m.s), amount))
            changed = true
          end
        end
      end
      if changed then
        save(KEYS[1 + i], c)
      end
    end
  end
  -- First, so that nothing is given back twice.
  if member then
    paid[member][4] = false
    table.insert(writes, 1, { KEYS[1], recorded(paid), tonumber(recordFor) })
  else
    table.insert(writes, 1, { KEYS[1], '-', closedFor })
  end
  writeAll()
  return mpack('settled', clock)
end

-- Renews the lease of a reservation's slots. One that had run out is taken again: the call is still in flight. If its
-- counter went away meanwhile, the slot goes into the one that is there now, and nothing can be given back: what was paid
-- is forgotten.
local function renew()
  local recordFor = argument()
  local lease = number(argument())
  local paid = paidFor()
  if not paid then
    return mpack('nothing', clock)
  end
  for p = 1, #paid do
    local one = paid[p]
    local i, slots, amount, _, birth = unpack(one)
    if slots == 1 then
      local c = load(KEYS[1 + i]) or { b = id .. ':' .. text(given), n = 0, t = kept(given), m = {}, o = {} }
      if c.b ~= birth then
        one[4], one[5], one[6] = false, c.b, {}
      end
      if not c.m['i'] then
        slotted(c, 'i', { i = {} })
      end
      local m = c.m['i']
      local till = kept(add(nowOf(c), lease))
      local found = false
      for s = 1, #m.i, 3 do
        if m.i[s] == id then
          m.i[s + 2] = till
          found = true
        end
      end
      if not found then
        m.i[#m.i + 1], m.i[#m.i + 2], m.i[#m.i + 3] = id, amount, till
      end
      save(KEYS[1 + i], c)
    end
  end
  writes[#writes + 1] = { KEYS[1], recorded(paid), tonumber(recordFor) }
  writeAll()
  return mpack('renewed', clock)
end

if virtual then
  given, wall = number(given), number(wall)
end
clock = kept(wall)
if did == 'take' or did == 'inspect' or did == 'force' then
  return take() .. END
elseif did == 'settle' or did == 'cancel' then
  return settle() .. END
elseif did == 'renew' then
  return renew() .. END
end
return error('unknown request ' .. tostring(did))
