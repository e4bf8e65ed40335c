extension JournalBatch {
    /// The last sequence once this batch follows `last`; every adapter checks a batch with it before
    /// it writes anything.
    package func sequenceFollowing(_ last: UInt64) -> UInt64 {
        var expected = last
        for entry in entries {
            expected += 1
            precondition(
                entry.sequence == expected,
                "Journal entry \(entry.sequence) was committed where \(expected) is next: entries "
                    + "are numbered without gaps and each is written once.")
        }
        return expected
    }
}
