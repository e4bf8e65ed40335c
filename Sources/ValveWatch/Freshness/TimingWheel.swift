internal import FlatStore
internal import ValveModel

/// One timer a row on six wheels of 64 slots: arming, moving and firing are O(1) for any number of
/// rows, and nothing is looked at that is not due.
///
/// The lowest wheel counts milliseconds; a slot of the next is a whole turn of the one below, so that
/// six reach 2^36 ms, two years. A timer waits in the slot of the highest digit in which its moment
/// differs from now, and comes down a wheel when that slot's time comes. A word of bits a wheel says
/// which slots are taken, so that empty time is skipped. (Varghese and Lauck, 1987.)
struct TimingWheel {
    /// A row's place in the list of its slot; 16 bytes, blank when it waits for nothing.
    struct Timer: BlankWhenZero {
        @PackedMoment var due = .distantPast
        /// The slot it stands in, counted from 1 over all wheels; 0 when it is not armed.
        var slot: UInt16 = 0
        /// Rows beside it in the slot, counted from 1; 0 where there is none.
        var next: UInt32 = 0
        var previous: UInt32 = 0
    }

    private static let levelCount = 6
    private static let slotBits = 6
    private static let slotCount = 1 << slotBits
    /// Timers further away than this wait for it first: one slot less than the top wheel's turn, so
    /// that none stands in the slot that the hand is in.
    private static let reach: Int64 =
        1 << Int64(levelCount * slotBits) - 1 << Int64((levelCount - 1) * slotBits)

    private let timers: Slab<Timer>
    /// First row of each slot, counted from 1.
    private var heads = [UInt32](repeating: 0, count: levelCount * slotCount)
    private var taken = [UInt64](repeating: 0, count: levelCount)
    /// Every timer up to here has fired.
    private var elapsed: Int64

    init(capacity: Int, now: Moment) {
        timers = Slab(capacity: capacity)
        elapsed = now.milliseconds
    }

    func grow(to count: Int) { timers.grow(to: count) }

    func due(of row: Int) -> Moment {
        timers[row].slot == 0 ? .distantFuture : timers[row].due
    }

    /// Lets the row's timer fire at `moment`, in place of whenever it was to fire. A moment that has
    /// passed fires with the next millisecond.
    mutating func arm(_ row: Int, at moment: Moment) {
        remove(row)
        let due = min(max(moment.milliseconds, elapsed + 1), elapsed + Self.reach)
        timers[row].due = Moment(milliseconds: due)
        insert(row, due: due)
    }

    /// A moment no later than the next firing; `nil` when nothing is armed.
    var nextLook: Moment? { earliest().map { Moment(milliseconds: $0.start) } }

    /// Takes the next row whose timer has come by `now`; `nil` when there is none any more.
    mutating func next(by now: Moment) -> Int? {
        while let (slot, start) = earliest(), start <= now.milliseconds {
            elapsed = max(elapsed, start)
            if slot < Self.slotCount, let row = first(of: slot) {
                remove(row)
                return row
            }
            // The time of a higher wheel's slot has come: all of it comes down.
            while let row = first(of: slot) {
                remove(row)
                insert(row, due: timers[row].due.milliseconds)
            }
        }
        elapsed = max(elapsed, now.milliseconds)
        return nil
    }

    /// The taken slot that comes first, and when its time begins.
    private func earliest() -> (slot: Int, start: Int64)? {
        for level in 0..<Self.levelCount where taken[level] != 0 {
            let shift = Int64(level * Self.slotBits)
            let hand = Int((elapsed >> shift) & Int64(Self.slotCount - 1))
            // Slots in the order in which the hand comes to them.
            let turned = taken[level] >> UInt64(hand) | taken[level] << UInt64((64 - hand) & 63)
            let place = (hand + turned.trailingZeroBitCount) & (Self.slotCount - 1)
            let turn = Int64(Self.slotCount) << shift
            var start = elapsed & ~(turn - 1) + Int64(place) << shift
            // A slot behind the hand belongs to the next turn, which only the top wheel has.
            if place < hand { start += turn }
            return (level * Self.slotCount + place, start)
        }
        return nil
    }

    private func first(of slot: Int) -> Int? { heads[slot] == 0 ? nil : Int(heads[slot]) - 1 }

    private mutating func insert(_ row: Int, due: Int64) {
        let differing = UInt64(bitPattern: elapsed ^ due) | UInt64(Self.slotCount - 1)
        let digit = (63 - differing.leadingZeroBitCount) / Self.slotBits
        let level = min(digit, Self.levelCount - 1)
        let place = Int(due >> Int64(level * Self.slotBits)) & (Self.slotCount - 1)
        let slot = level * Self.slotCount + place
        timers[row].slot = UInt16(slot + 1)
        timers[row].previous = 0
        timers[row].next = heads[slot]
        if heads[slot] != 0 { timers[Int(heads[slot]) - 1].previous = UInt32(row + 1) }
        heads[slot] = UInt32(row + 1)
        taken[level] |= 1 << UInt64(place)
    }

    private mutating func remove(_ row: Int) {
        guard timers[row].slot != 0 else { return }
        let slot = Int(timers[row].slot) - 1
        let (next, previous) = (timers[row].next, timers[row].previous)
        if previous == 0 { heads[slot] = next } else { timers[Int(previous) - 1].next = next }
        if next != 0 { timers[Int(next) - 1].previous = previous }
        timers[row].slot = 0
        if heads[slot] == 0 {
            taken[slot / Self.slotCount] &= ~(1 << UInt64(slot % Self.slotCount))
        }
    }
}
