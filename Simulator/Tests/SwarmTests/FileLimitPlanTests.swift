internal import Testing

@testable internal import Swarm

struct FileLimitPlanTests {
    struct Row: Sendable {
        let connections: Int
        let soft: Int
        let hard: Int
        let workers: Int
        let brokers: Int
        let sentences: Int
    }

    @Test(arguments: [
        Row(connections: 100, soft: 1_024, hard: 20_000, workers: 1, brokers: 1, sentences: 0),
        Row(connections: 961, soft: 1_024, hard: 20_000, workers: 1, brokers: 1, sentences: 1),
        Row(connections: 19_936, soft: 20_000, hard: 20_000, workers: 1, brokers: 1, sentences: 0),
        Row(connections: 19_937, soft: 20_000, hard: 20_000, workers: 2, brokers: 1, sentences: 1),
        Row(connections: 19_984, soft: 1_024, hard: 20_000, workers: 2, brokers: 1, sentences: 2),
        Row(connections: 29_000, soft: 1_024, hard: 20_000, workers: 2, brokers: 2, sentences: 3),
        Row(
            connections: 29_000, soft: 1_024, hard: 524_288, workers: 1, brokers: 1, sentences: 1),
    ])
    func theLimitDecidesThreadsAndBrokers(_ row: Row) {
        let plan = FileLimitPlan(connections: row.connections, soft: row.soft, hard: row.hard)
        #expect(plan.workers == row.workers)
        #expect(plan.brokers == row.brokers)
        #expect(plan.sentences.count == row.sentences)
        #expect(plan.ownTables == (row.workers > 1))
    }

    @Test func theRemediesAreSaidInTheirOrder() {
        let said = FileLimitPlan(connections: 29_000, soft: 1_024, hard: 20_000).sentences
        #expect(
            said == [
                "Raised the limit of open files from 1024 to the hard limit, 20000.",
                "29000 connections are more than 20000 open files allow: 2 threads with a table of "
                    + "open files of their own.",
                "One broker can hold 19984 connections under this limit: 2 brokers, the others "
                    + "bridged into the first.",
            ])
    }
}
