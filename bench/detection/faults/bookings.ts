import { edit, faultsOf, inAnswers } from '../define-changes.ts';

const bookings = 'src/bookings.ts';
const calendar = 'src/calendar.ts';
const prices = 'src/prices.ts';
const accounts = 'src/accounts.ts';
const making = /^POST \/bookings$/;

/** What a coding assistant gets wrong in `bookings`. */
export const bookingFaults = faultsOf('bookings', [
  {
    ...{ id: 'touching-overlaps', fault: 'off-by-one' },
    edits: [
      edit(
        calendar,
        'one.from < another.until && another.from < one.until',
        'one.from <= another.until && another.from <= one.until',
      ),
    ],
    differs: inAnswers(making, 'status'),
  },
  {
    ...{ id: 'quarters-rounded-down', fault: 'rounding' },
    edits: [edit(prices, 'Math.ceil(minutes / 15)', 'Math.floor(minutes / 15)')],
    differs: inAnswers(making, 'body/cents'),
  },
  {
    ...{ id: 'base-truncated', fault: 'rounding' },
    edits: [
      edit(prices, 'Math.round((quarters * centsPerHour) / 4)', 'Math.trunc((quarters * centsPerHour) / 4)'),
    ],
    differs: inAnswers(making, 'body/cents'),
  },
  {
    ...{ id: 'surcharge-as-float', fault: 'float for money' },
    edits: [edit(prices, 'Math.round((base * eveningPercent) / 100)', 'base * (eveningPercent / 100)')],
    differs: inAnswers(making, 'body/surcharge'),
  },
  {
    ...{ id: 'evening-in-utc', fault: 'time-zone error' },
    edits: [
      edit(
        prices,
        'new Date(span.from + offset * 60_000).getUTCHours()',
        'new Date(span.from).getUTCHours()',
      ),
    ],
    differs: inAnswers(making, 'body/surcharge'),
  },
  {
    ...{ id: 'evening-after-eighteen', fault: 'off-by-one' },
    edits: [edit(prices, 'hour >= eveningHour', 'hour > eveningHour')],
    differs: inAnswers(making, 'body/surcharge'),
  },
  {
    ...{ id: 'refund-hours-swapped', fault: 'swapped arguments' },
    edits: [
      edit(
        bookings,
        'refundOf(booking.cents, booking.from, Date.now())',
        'refundOf(booking.cents, Date.now(), booking.from)',
      ),
    ],
    differs: inAnswers(/^DELETE \/bookings\//, 'body/refund'),
  },
  {
    ...{ id: 'negative-offset', fault: 'time-zone error' },
    edits: [edit(calendar, "const sign = offset < 0 ? '-' : '+';", "const sign = '+';")],
    differs: inAnswers(making, 'body/from'),
  },
  {
    ...{ id: 'made-at-in-ms', fault: 'unit error' },
    edits: [edit(bookings, 'Math.floor(booking.madeAt / 1000)', 'booking.madeAt')],
    differs: inAnswers(/^GET \/bookings$/, 'body/bookings/*/madeAt'),
  },
  {
    ...{ id: 'usage-for-all', fault: 'lost auth check' },
    edits: [
      edit(
        'src/server.ts',
        "    if (person.role !== 'manager') throw new Refusal(403, 'managers only');\n",
        '',
      ),
    ],
    differs: inAnswers(/^GET \/usage$/, 'status'),
  },
  {
    ...{ id: 'any-booking-readable', fault: 'lost auth check' },
    edits: [edit(bookings, 'if (booking === undefined || !isOwn)', 'if (booking === undefined)')],
    differs: inAnswers(/^GET \/bookings\/[\w-]+$/, 'status'),
  },
  {
    ...{ id: 'equipment-assumed', fault: 'lost null check' },
    edits: [edit(bookings, 'equipment?.screens ?? 0', '(equipment as { screens: number }).screens ?? 0')],
    differs: inAnswers(/^GET \/rooms/, 'status'),
  },
  {
    ...{ id: 'zero-screens-as-one', fault: 'changed default' },
    edits: [edit(bookings, 'equipment?.screens ?? 0', 'equipment?.screens ?? 1')],
    differs: inAnswers(/^GET \/rooms/, 'body/rooms/*/screens'),
  },
  {
    ...{ id: 'own-seat-forgotten', fault: 'off-by-one' },
    edits: [edit(bookings, 'guests.length + 1 > room.seats', 'guests.length > room.seats')],
    differs: inAnswers(making, 'status'),
  },
  {
    ...{ id: 'guest-mails-lost', fault: 'lost side effect' },
    edits: [
      edit(
        bookings,
        '    for (const guest of guests) this.journal.mail(guest, `Invitation: ${title}`);\n',
        '',
      ),
    ],
    differs: { in: 'state', unit: 'outbox.txt' },
  },
  {
    ...{ id: 'mail-before-journal', fault: 'reordered side effects' },
    edits: [
      edit(
        bookings,
        '    this.journal.mail(person.email, `Booked: ${title}, ${showLocal(from, person.zone)}`);\n    for (const guest of guests) this.journal.mail(guest, `Invitation: ${title}`);\n',
        '    for (const guest of guests) this.journal.mail(guest, `Invitation: ${title}`);\n    this.journal.mail(person.email, `Booked: ${title}, ${showLocal(from, person.zone)}`);\n',
      ),
    ],
    differs: { in: 'state', unit: 'outbox.txt' },
  },
  {
    ...{ id: 'until-shown-as-from', fault: 'wrong field mapped' },
    edits: [
      edit(
        bookings,
        'until: showLocal(booking.until, person.zone)',
        'until: showLocal(booking.from, person.zone)',
      ),
    ],
    differs: inAnswers(making, 'body/until'),
  },
  {
    ...{ id: 'pages-rounded-down', fault: 'pagination edge' },
    edits: [edit(bookings, 'Math.ceil(own.length / pageSize)', 'Math.floor(own.length / pageSize)')],
    differs: inAnswers(/^GET \/bookings/, 'body/pages'),
  },
  {
    ...{ id: 'page-overlaps', fault: 'pagination edge' },
    edits: [edit(bookings, 'page * pageSize)', 'page * pageSize + 1)')],
    differs: inAnswers(/^GET \/bookings/, 'body/bookings'),
  },
  {
    ...{ id: 'email-case', fault: 'lost normalisation' },
    edits: [edit(accounts, 'one.email === String(email).toLowerCase()', 'one.email === String(email)')],
    differs: inAnswers(/^POST \/login$/, 'status'),
  },
  {
    ...{ id: 'cookie-for-scripts', fault: 'weakened cookie' },
    edits: [edit('src/server.ts', 'Path=/; HttpOnly; SameSite=Lax', 'Path=/; SameSite=Lax')],
    differs: inAnswers(/^POST \/login$/, 'header.set-cookie'),
  },
  {
    ...{ id: 'form-as-latin1', fault: 'encoding' },
    edits: [
      edit('src/http.ts', "Buffer.concat(parts).toString('utf8')", "Buffer.concat(parts).toString('latin1')"),
      edit(
        'src/http.ts',
        'Object.fromEntries(new URLSearchParams(text))',
        'Object.fromEntries(new URLSearchParams(unescape(text)))',
      ),
    ],
    differs: inAnswers(making, 'body/title'),
  },
  {
    ...{ id: 'pin-in-answer', fault: 'leak of a secret' },
    edits: [
      edit('src/server.ts', 'const { name, role } = person;', 'const { name, role, pin: hint } = person;'),
      edit('src/server.ts', 'const body = { name, role, csrf,', 'const body = { name, role, hint, csrf,'),
    ],
    differs: inAnswers(/^POST \/login$/, 'body/hint'),
  },
  {
    ...{ id: 'sorted-as-text', fault: 'wrong comparison' },
    edits: [
      edit(
        bookings,
        '.sort((a, b) => a.seats - b.seats)',
        '.sort((a, b) => (String(a.seats) < String(b.seats) ? -1 : 1))',
      ),
    ],
    differs: inAnswers(/^GET \/rooms$/, 'body/rooms/*/id'),
  },
  {
    ...{ id: 'given-up-still-blocks', fault: 'lost condition' },
    edits: [edit(bookings, "booking.room === room && booking.state === 'booked'", 'booking.room === room')],
    differs: inAnswers(/^GET \/usage$/, 'body/perRoom/*/hours'),
  },
]);
