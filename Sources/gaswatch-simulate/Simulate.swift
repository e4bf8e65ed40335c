internal import Foundation
internal import LinuxPlatform
internal import Synchronization
internal import WatchSimulation

/// Runs seeds on every core, prints what went wrong in the district and, where the room was wrong,
/// the first such seed and how to play it again.
@main
struct Simulate {
    static func main() {
        let wish: SimulateWish
        do {
            wish = try SimulateWish(Array(CommandLine.arguments.dropFirst()))
        } catch {
            print("gaswatch-simulate: \(error.advice)")
            exit(64)
        }
        if wish.seedCount == 1 {
            exit(playOne(wish))
        }
        exit(playMany(wish))
    }

    private static func playOne(_ wish: SimulateWish) -> Int32 {
        var plan = wish.plan(seed: wish.first)
        if wish.isTracing { plan.trace = { print($0) } }
        let outcome = Simulation(plan).run()
        print(SimulateReport.line(outcome))
        return outcome.violation == nil ? 0 : 1
    }

    private static func playMany(_ wish: SimulateWish) -> Int32 {
        let next = Atomic<UInt64>(0)
        let report = Mutex(SimulateReport(wish))
        let shared = Shared(next: next, report: report)
        let began = BootClock.milliseconds()
        do {
            let workers = try (0..<wish.jobCount).map { number in
                try DedicatedThread(name: "seed-\(number)") { shared.work(wish) }
            }
            for worker in workers { worker.join() }
        } catch {
            print("gaswatch-simulate: \(error)")
            return 71
        }
        let took = BootClock.milliseconds() - began
        let used = (try? ProcessUsage.current())?.cpuNanoseconds ?? 0
        return shared.report.withLock {
            $0.finish(tookMilliseconds: took, processorMilliseconds: used / 1_000_000)
        }
    }

    private final class Shared: Sendable {
        private let next: Atomic<UInt64>
        let report: Mutex<SimulateReport>

        init(next: consuming Atomic<UInt64>, report: consuming sending Mutex<SimulateReport>) {
            self.next = next
            self.report = report
        }

        func work(_ wish: SimulateWish) {
            while !report.withLock({ $0.isOver }) {
                let (number, _) = next.wrappingAdd(1, ordering: .relaxed)
                guard number < wish.seedCount else { return }
                let seed = wish.first &+ number
                report.withLock { $0.begin(seed) }
                let outcome = Simulation(wish.plan(seed: seed)).run()
                report.withLock { $0.take(outcome) }
            }
        }
    }
}
