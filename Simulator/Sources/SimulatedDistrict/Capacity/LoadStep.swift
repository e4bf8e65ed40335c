/// What was measured while the fleet reported at one rate.
package struct LoadStep: Equatable, Sendable {
    /// Messages a second that were planned.
    package var rate: Double
    /// Seconds it lasted.
    package var seconds: Double
    /// Messages that were to leave, and those that did.
    package var planned: Int
    package var sent: Int
    /// Messages the daemon took in, as it counts them itself.
    package var heard: Int
    /// Readings the daemon replaced by newer ones because it was behind.
    package var conflated: Int
    /// Milliseconds between the plan and the sending, 99th percentile: the generator's own lag.
    package var lagP99: Double
    /// Milliseconds from the planned alarm to its receipt, 99th percentile.
    package var receiptP99: Double
    /// Alarms without a receipt at the end of the step.
    package var receiptsMissing: Int
    /// Shares of a core.
    package var generatorCPU: Double
    package var brokerCPU: Double
    package var daemonCPU: Double

    package init(
        rate: Double, seconds: Double, planned: Int, sent: Int, heard: Int, conflated: Int,
        lagP99: Double, receiptP99: Double, receiptsMissing: Int, generatorCPU: Double,
        brokerCPU: Double, daemonCPU: Double
    ) {
        self.rate = rate
        self.seconds = seconds
        self.planned = planned
        self.sent = sent
        self.heard = heard
        self.conflated = conflated
        self.lagP99 = lagP99
        self.receiptP99 = receiptP99
        self.receiptsMissing = receiptsMissing
        self.generatorCPU = generatorCPU
        self.brokerCPU = brokerCPU
        self.daemonCPU = daemonCPU
    }
}

/// Which part gave out first.
package enum LoadPart: String, Equatable, Sendable {
    case generator, broker, daemon, machine
}
