import Dispatch
import Foundation
import Glibc
import Testing

/// A small seeded generator, so that a failing run can be repeated from its seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// Runs the bodies at once, each on a thread of its own, and fails when they do not all end.
func onThreads(_ bodies: [@Sendable () -> Void], sourceLocation: SourceLocation = #_sourceLocation)
{
    let running = DispatchGroup()
    for body in bodies {
        running.enter()
        Thread.detachNewThread {
            body()
            running.leave()
        }
    }
    // Ten minutes bound a hang. The longest of these tests takes seconds, and beside busy programs,
    // where each turn of a small ring costs a time slice, a few minutes.
    #expect(running.wait(timeout: .now() + 600) == .success, sourceLocation: sourceLocation)
}

/// Gives the other end of a ring the core, should there be only one.
func letOthersRun() {
    sched_yield()
}
