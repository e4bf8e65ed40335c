extension DaemonSettings {
    /// What these settings say otherwise than those the daemon was started with and what it cannot
    /// take up while it runs: keys of `gaswatch.yaml` in the order of the contract.
    package func waitingForRestart(since running: DaemonSettings) -> [String] {
        let kept: [(key: String, isKept: Bool)] = [
            ("node", node == running.node),
            ("state", state == running.state),
            ("timezone", timezone == running.timezone),
            ("broker", broker == running.broker),
            ("rescue.root", rescue.root == running.rescue.root),
            (
                "rescue.broker",
                rescue.usesValveBroker == running.rescue.usesValveBroker
                    && (rescue.usesValveBroker || rescue.broker == running.rescue.broker)
            ),
            ("rescue.webhook", rescue.webhook == running.rescue.webhook),
            ("registry", registry == running.registry),
            ("store", store == running.store),
            ("history", historyKept == running.historyKept),
            ("console", console == running.console),
            ("log", log == running.log),
        ]
        return kept.filter { !$0.isKept }.map(\.key)
    }
}
