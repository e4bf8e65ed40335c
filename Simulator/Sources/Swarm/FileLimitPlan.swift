/// How a number of connections fits the limit of open files, and what has to be done for it.
///
/// The limit counts per table of open files, not per program: the swarm's threads can have tables
/// of their own, a broker cannot. The order of the remedies is the order of the sentences: raise
/// the soft limit, then more tables in this program, then another broker.
package struct FileLimitPlan: Equatable, Sendable {
    /// One line for each remedy that is needed, in the order in which they are taken.
    package let sentences: [String]
    /// How many worker threads the swarm needs at least.
    package let workers: Int
    /// Whether each worker needs a table of open files of its own.
    package let ownTables: Bool
    /// How many brokers, each started with the same hard limit, can hold the connections.
    package let brokers: Int
    /// Whether the soft limit has to be raised to the hard one.
    package let raisesSoft: Bool

    /// What a worker's table holds besides its connections: the streams, the wake-up events of the
    /// threads, name look-up and certificate files while they are read, and what the program had
    /// open before. Twenty were seen; 64 leaves room.
    package static let workerReserve = 64
    /// What a mosquitto keeps for itself: 10 of 20,000 were seen; 16 leaves room for a bridge and
    /// a second listener.
    package static let brokerReserve = 16

    /// - Parameters:
    ///   - connections: how many members the swarm has.
    ///   - soft: the soft limit of open files of this program.
    ///   - hard: the hard one, which the brokers are taken to have as well.
    package init(connections: Int, soft: Int, hard: Int) {
        let perWorker = max(1, hard - FileLimitPlan.workerReserve)
        let perBroker = max(1, hard - FileLimitPlan.brokerReserve)
        let tables = max(1, FileLimitPlan.share(connections, per: perWorker))
        let holders = max(1, FileLimitPlan.share(connections, per: perBroker))
        var said: [String] = []
        raisesSoft = soft < hard && connections > soft - FileLimitPlan.workerReserve
        if raisesSoft {
            said.append("Raised the limit of open files from \(soft) to the hard limit, \(hard).")
        }
        if tables > 1 {
            said.append(
                "\(connections) connections are more than \(hard) open files allow: \(tables) "
                    + "threads with a table of open files of their own.")
        }
        if holders > 1 {
            said.append(
                "One broker can hold \(perBroker) connections under this limit: \(holders) brokers"
                    + ", the others bridged into the first.")
        }
        sentences = said
        workers = tables
        ownTables = tables > 1
        brokers = holders
    }

    private static func share(_ connections: Int, per size: Int) -> Int {
        connections / size + (connections % size == 0 ? 0 : 1)
    }
}
