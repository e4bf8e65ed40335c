/// What is due when: a binary heap ordered by time, and by order of entry at the same time.
package struct Agenda<Event> {
    private struct Entry {
        let due: Instant
        let order: UInt64
        let event: Event

        func precedes(_ other: Entry) -> Bool {
            due == other.due ? order < other.order : due < other.due
        }
    }

    private var heap: [Entry] = []
    private var entered: UInt64 = 0

    package init() {}

    package var count: Int { heap.count }

    /// When the next event is due.
    package var next: Instant? { heap.first?.due }

    /// Takes the room for so many events at once: growing into it would leave as much behind.
    package mutating func reserve(_ count: Int) { heap.reserveCapacity(count) }

    /// Enters an event.
    package mutating func add(_ event: Event, at due: Instant) {
        heap.append(Entry(due: due, order: entered, event: event))
        entered += 1
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].precedes(heap[parent]) else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the first event that is due by `now`.
    package mutating func take(by now: Instant) -> (due: Instant, event: Event)? {
        guard let first = heap.first, first.due <= now else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (first.due, first.event)
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { return }
            if child + 1 < heap.count, heap[child + 1].precedes(heap[child]) { child += 1 }
            guard heap[child].precedes(heap[parent]) else { return }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}
