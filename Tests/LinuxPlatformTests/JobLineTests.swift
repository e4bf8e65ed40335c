import LinuxPlatform
import Testing

@Suite("Jobs for a bounded number of workers")
struct JobLineTests {
    @Test("Jobs come in their order, and no more workers start than may run")
    func order() {
        let line = JobLine<Int>(runningMax: 2)
        let starts = (1...5).map { line.add($0) }
        #expect(starts == [true, true, false, false, false])
        #expect((1...5).map { _ in line.next() } == [1, 2, 3, 4, 5])
        // Both workers find nothing and end; the next job starts one.
        #expect(line.next() == nil && line.next() == nil)
        #expect(line.add(6))
        #expect(line.next() == 6 && line.next() == nil)
        #expect(line.add(7) && line.add(8) && !line.add(9))
        #expect([line.next(), line.next(), line.next()] == [7, 8, 9])
    }

    @Test("A line that never runs empty keeps its order, whatever it forgets of what is gone")
    func longLine() {
        let line = JobLine<Int>(runningMax: 1)
        var given: [Int] = []
        for number in 0..<1_000 {
            _ = line.add(2 * number)
            _ = line.add(2 * number + 1)
            if let job = line.next() { given.append(job) }
        }
        while let job = line.next() { given.append(job) }
        #expect(given == Array(0..<2_000))
    }
}
