/// What is to happen, in order of time; what is due at one moment happens in the order in which it
/// was planned.
///
/// The heap holds places only: what is to happen lies still while its turn is sought.
struct Agenda<Happening> {
    private struct Turn: BitwiseCopyable {
        var at: Int64
        var order: UInt64
        var place: Int
    }

    private var heap: [Turn] = []
    private var happenings: [Happening?] = []
    private var freePlaces: [Int] = []
    private var planned: UInt64 = 0

    /// When the next thing happens, in milliseconds of the virtual boot clock.
    var next: Int64 { heap.first?.at ?? .max }

    mutating func plan(_ happening: Happening, at: Int64) {
        planned += 1
        let turn = Turn(at: at, order: planned, place: place(for: happening))
        heap.append(turn)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard Self.precedes(turn, heap[parent]) else { break }
            heap[child] = heap[parent]
            child = parent
        }
        heap[child] = turn
    }

    mutating func take() -> (at: Int64, happening: Happening)? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty { sink(last) }
        freePlaces.append(first.place)
        guard let happening = happenings[first.place].take() else {
            preconditionFailure("A turn holds its place until it is taken.")
        }
        return (first.at, happening)
    }

    private mutating func place(for happening: Happening) -> Int {
        if let free = freePlaces.popLast() {
            happenings[free] = happening
            return free
        }
        happenings.append(happening)
        return happenings.count - 1
    }

    private mutating func sink(_ turn: Turn) {
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < heap.count else { break }
            let right = left + 1
            let child =
                right < heap.count && Self.precedes(heap[right], heap[left]) ? right : left
            guard Self.precedes(heap[child], turn) else { break }
            heap[parent] = heap[child]
            parent = child
        }
        heap[parent] = turn
    }

    private static func precedes(_ left: Turn, _ right: Turn) -> Bool {
        (left.at, left.order) < (right.at, right.order)
    }
}
