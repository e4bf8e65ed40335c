public import ValveModel

/// Deadlines by time: a binary heap with one entry a promise. An entry that no longer holds is
/// passed over when it comes up, which is cheaper than finding it to take it out.
public struct DeadlineQueue<Subject: Sendable>: Sendable {
    private var heap: [(at: Moment, subject: Subject)] = []

    /// No deadline.
    public init() {}

    /// The earliest deadline; `nil` when there is none.
    public var next: Moment? { heap.first?.at }

    /// Number of entries, those that no longer hold included.
    public var count: Int { heap.count }

    /// The earliest deadline with its subject; `nil` when there is none.
    public var first: (at: Moment, subject: Subject)? { heap.first }

    /// Shows every entry, those that no longer hold included, in no order.
    public func forEach(_ body: (Moment, Subject) -> Void) {
        for entry in heap { body(entry.at, entry.subject) }
    }

    /// Adds a deadline.
    public mutating func add(_ subject: Subject, at moment: Moment) {
        heap.append((moment, subject))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard moment < heap[parent].at else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the earliest deadline that is not after `now`.
    public mutating func popDue(at now: Moment) -> (at: Moment, subject: Subject)? {
        guard let first = heap.first, first.at <= now else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < heap.count else { break }
            let right = left + 1
            let child = right < heap.count && heap[right].at < heap[left].at ? right : left
            guard heap[child].at < heap[parent].at else { break }
            heap.swapAt(child, parent)
            parent = child
        }
        return first
    }
}
