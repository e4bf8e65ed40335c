/// A bounded queue between exactly two threads: one pushes, one takes.
///
/// Neither end allocates, locks, waits or calls the kernel. Each end keeps a copy of the opposite
/// cursor and looks at the shared one only when its copy no longer suffices, so that in steady flow
/// a cache line moves between the cores once a batch and not once a record.
///
/// A consumer that polls an empty ring takes the producer's line away from it on every look and
/// halves the throughput; let it pause for about a microsecond before it looks again.
public enum SPSCRing<Element: BitwiseCopyable> {
    /// Makes a ring of 2^`capacityLog2` records and returns its two ends.
    ///
    /// The memory lives as long as either end. Records still inside when both ends are gone are
    /// forgotten; being bitwise copyable, they own nothing.
    ///
    /// - Parameter capacityLog2: binary logarithm of the number of records, 0 to 30.
    public static func make(
        capacityLog2: Int
    ) -> (RingProducer<Element>, RingConsumer<Element>) {
        let storage = RingStorage<Element>(capacityLog2: capacityLog2)
        return (RingProducer(storage), RingConsumer(storage))
    }
}
