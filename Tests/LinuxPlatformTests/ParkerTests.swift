import LinuxPlatform
import Synchronization
import Testing

@Suite("A parker")
struct ParkerTests {
    @Test("A wake-up before the park ends it at once, and only that one")
    func rememberedWake() throws {
        let parker = try Parker()
        parker.unpark()
        parker.unpark()
        #expect(parker.park(timeoutMilliseconds: nil))
        #expect(!parker.park(timeoutMilliseconds: 1), "Two wake-ups of one park count once.")
        #expect(parker.parkCount == 1 && parker.timeoutCount == 1 && parker.wakeCount == 0)
    }

    @Test("Work seen after the mark keeps the consumer awake without a system call")
    func readyKeepsAwake() throws {
        let parker = try Parker()
        #expect(parker.park(timeoutMilliseconds: nil, unless: { true }))
        #expect(parker.parkCount == 0)
    }

    @Test("A million hand-overs between two threads lose no wake-up")
    func nothingLost() throws {
        let parker = try Parker()
        let published = Atomic<Int>(0)
        let taken = Atomic<Int>(0)
        let total = 1_000_000
        let consumer = try DedicatedThread(name: "consumer") {
            var seen = 0
            while seen < total {
                let now = published.load(ordering: .acquiring)
                if now == seen {
                    _ = parker.park(timeoutMilliseconds: nil) {
                        published.load(ordering: .acquiring) != seen
                    }
                }
                seen = now
            }
            taken.store(seen, ordering: .releasing)
        }
        for _ in 0..<total {
            published.wrappingAdd(1, ordering: .releasing)
            parker.unpark()
        }
        #expect(consumer.join(timeoutMilliseconds: 60_000), "A lost wake-up sleeps for ever.")
        #expect(taken.load(ordering: .acquiring) == total)
    }
}

@Suite("A thread of its own")
struct DedicatedThreadTests {
    @Test("A join that is out of patience leaves the thread running, a later one ends it")
    func join() throws {
        let parker = try Parker()
        let thread = try DedicatedThread(name: "a name longer than fifteen bytes") {
            _ = parker.park(timeoutMilliseconds: nil)
        }
        #expect(!thread.join(timeoutMilliseconds: 5))
        parker.unpark()
        #expect(thread.join())
        #expect(thread.join(), "A second join returns at once.")
    }

    @Test("The name is what the kernel shows, cut to fifteen bytes")
    func name() throws {
        let seen = Mutex("")
        let thread = try DedicatedThread(name: "a name longer than fifteen") {
            let name = try? SmallFile.text("/proc/thread-self/comm")
            seen.withLock { $0 = name ?? "unreadable" }
        }
        thread.join()
        #expect(seen.withLock { $0 } == "a name longer t\n")
    }
}
