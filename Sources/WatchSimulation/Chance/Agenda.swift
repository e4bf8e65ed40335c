/// What is to happen, in order of time; what is due at one moment happens in the order in which it
/// was planned.
struct Agenda<Happening> {
    private var heap: [(at: Int64, order: UInt64, happening: Happening)] = []
    private var planned: UInt64 = 0

    /// When the next thing happens, in milliseconds of the virtual boot clock.
    var next: Int64 { heap.first?.at ?? .max }

    mutating func plan(_ happening: Happening, at: Int64) {
        planned += 1
        heap.append((at, planned, happening))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard precedes(child, parent) else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func take() -> (at: Int64, happening: Happening)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return (first.at, first.happening) }
        heap[0] = last
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < heap.count else { break }
            let right = left + 1
            let child = right < heap.count && precedes(right, left) ? right : left
            guard precedes(child, parent) else { break }
            heap.swapAt(child, parent)
            parent = child
        }
        return (first.at, first.happening)
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        (heap[left].at, heap[left].order) < (heap[right].at, heap[right].order)
    }
}
