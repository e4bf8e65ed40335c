/// Plays every item, as many at once as there are cores: seeds share nothing, and a long list of them is
/// most of what the suite takes.
///
/// - Parameter play: records what it finds with the name of its item, as no test case bears that.
package func onEveryCore<Item: Sendable>(
    _ items: some Sequence<Item>, _ play: @escaping @Sendable (Item) throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        for item in items { group.addTask { try play(item) } }
        try await group.waitForAll()
    }
}
