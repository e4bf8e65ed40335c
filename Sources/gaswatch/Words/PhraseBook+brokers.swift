/// What the daemon reports of itself, for `status` and `doctor`.
extension PhraseBook {
    /// A health fault in both languages.
    static func fault(_ message: String) -> Phrase {
        Phrase(brokers.chinese(message) ?? daemon.chinese(message) ?? message, message)
    }

    private static let queueAdvice = """
        a queue of its is too small or one of its clients was too slow. Raise max_queued_messages \
        and max_inflight_messages as in the shipped example, and look for a machine that stood \
        still.
        """
    private static let queueAdviceChinese = """
        队列太小或有客户端太慢。请按随附示例调大 max_queued_messages 和 \
        max_inflight_messages，并查找停滞的机器。
        """

    private static let brokers: PhraseBook = [
        """
        No connection to the valves' broker ({remark}): valves repeat their alarms until it \
        is back. Look at the broker and at broker: in the settings.
        """:
            """
        阀门消息服务器未连接（{remark}）：恢复前阀门会重复报警。请检查该服务器和配置的 \
        broker: 一节。
        """,
        """
        No connection to the centres' broker ({remark}): call-outs wait for it, and no \
        webhook is set: call the centres by telephone. Look at rescue.broker: in the settings.
        """:
            """
        救援消息服务器未连接（{remark}）：呼叫无法送出，也未设 webhook：请电话通知各中心，\
        并检查配置的 rescue.broker: 一节。
        """,
        """
        No connection to the centres' broker ({remark}): call-outs wait for it, P1 leaves by \
        the webhook after 5 s. Look at rescue.broker: in the settings.
        """:
            """
        救援消息服务器未连接（{remark}）：呼叫在等待，P1 在 5 秒后改由 webhook 送出。请检\
        查配置的 rescue.broker: 一节。
        """,
        """
        Alarms are read and some reports, links and results are not: lanes without a connection \
        ({remark}). Leaks that a valve does not call itself stay unseen, and nobody counts as \
        silent meanwhile. Look at the broker's log for the client {name}-report-N.
        """:
            """
        报警仍在接收，但部分上报、在线状态和命令结果收不到：有通道未连接（{remark}）。阀门自身未报警的\
        泄漏此时看不见，期间也不把任何阀门算作失联。请在消息服务器日志中查找客户端 {name}-report-N。
        """,
        """
        Reports of {count} areas that are new since the start are not read ({remark}); alarms are. \
        With report_lanes above 1 the areas are shared among the lanes at the start: restart the \
        daemon.
        """:
            """
        启动后新增的 {count} 个区域的上报未被接收（{remark}），报警仍在接收。report_lanes 大于 1 时，\
        区域在启动时分配给各通道：请重启守护进程。
        """,
        "The broker connections cannot be started: {remark}": "消息服务器连接无法启动：{remark}",
        """
        {count} call-outs of P1 left neither by the broker nor by the webhook ({remark}): \
        call the centres by telephone, then look at rescue.webhook: in the settings.
        """:
            """
        {count} 次 P1 呼叫既未经消息服务器也未经 webhook 送出（{remark}）：请电话通知各中\
        心，再检查配置的 rescue.webhook: 一节。
        """,
        """
        1 call-out of P1 left neither by the broker nor by the webhook ({remark}): call the \
        centres by telephone, then look at rescue.webhook: in the settings.
        """:
            """
        1 次 P1 呼叫既未经消息服务器也未经 webhook 送出（{remark}）：请电话通知各中心，再\
        检查配置的 rescue.webhook: 一节。
        """,
        """
        A P1 call-out has had no broker to leave by for 5 s and no webhook is set: call the \
        centres by telephone.
        """:
            "P1 呼叫已有 5 秒无消息服务器可送，也未设 webhook：请电话通知各中心。",
        "A P1 call-out has had no broker to leave by for 5 s: it leaves by the webhook.":
            "P1 呼叫已有 5 秒无消息服务器可送，改由 webhook 送出。",
        """
        The daemon's own messages cannot leave to the valves' broker for {count} s although \
        its other connection stands: receipts, commands and call-outs do not leave either. \
        Look at the broker's log for the client whose name ends in {name}.
        """:
            """
        自检消息已有 {count} 秒送不到阀门消息服务器，而另一连接正常：回执、指令和呼叫也送\
        不出。请在服务器日志里查找名称以 {name} 结尾的客户端。
        """,
        """
        The daemon's own messages cannot leave to the centres' broker for {count} s although \
        its other connection stands: receipts, commands and call-outs do not leave either. \
        Look at the broker's log for the client whose name ends in {name}.
        """:
            """
        自检消息已有 {count} 秒送不到救援消息服务器，而另一连接正常：回执、指令和呼叫也送\
        不出。请在服务器日志里查找名称以 {name} 结尾的客户端。
        """,
        """
        The daemon's own messages do not come back through the valves' broker for {count} s \
        although it is connected: alarms of valves may be lost on this way too. Look at the \
        broker's load and log, and that its ACL file lets the daemon read and write {topic}.
        """:
            """
        自检消息经阀门消息服务器已有 {count} 秒未返回，而连接正常：阀门的报警也可能丢失。\
        请检查服务器的负载和日志，以及 ACL 是否允许守护进程读写 {topic}。
        """,
        """
        The daemon's own messages do not come back through the centres' broker for {count} s \
        although it is connected: call-outs and replies may be lost on this way too: \
        telephone the centres. Look at the broker's load and log, and that its ACL file lets \
        the daemon read and write {topic}.
        """:
            """
        自检消息经救援消息服务器已有 {count} 秒未返回，而连接正常：呼叫和答复也可能丢失，\
        请电话通知各中心。请检查服务器的负载和日志，以及 ACL 是否允许守护进程读写 \
        {topic}。
        """,
        """
        Another daemon is connected to the valves' broker as node {name}: each takes the \
        other's connections away, and what one has heard the other has not. Stop it, or give \
        it a node: of its own.
        """:
            """
        另一个守护进程也以节点名 {name} 连接阀门消息服务器：两者互相抢占连接，一方收到的\
        消息另一方收不到。请停掉它，或给它另设 node:。
        """,
        """
        Another daemon is connected to the centres' broker as node {name}: each takes the \
        other's connections away, and what one has heard the other has not. Stop it, or give \
        it a node: of its own.
        """:
            """
        另一个守护进程也以节点名 {name} 连接救援消息服务器：两者互相抢占连接，一方收到的\
        消息另一方收不到。请停掉它，或给它另设 node:。
        """,
        """
        The valves' broker has dropped {count} messages since this daemon listens, the last \
        at {time}: \(queueAdvice) Every valve that has not spoken since is being asked for \
        its state ({asked} asked).
        """:
            """
        阀门消息服务器自监听以来丢弃 {count} 条消息，最近一次 {time}：\
        \(queueAdviceChinese)正在逐一询问此后没有上报的阀门（已问 {asked} 个）。
        """,
        """
        The valves' broker has dropped {count} messages since this daemon listens, the last \
        at {time}: \(queueAdvice) Every valve that had not spoken since was asked for its \
        state ({asked} asked).
        """:
            """
        阀门消息服务器自监听以来丢弃 {count} 条消息，最近一次 {time}：\
        \(queueAdviceChinese)已询问此后没有上报的阀门（{asked} 个）。
        """,
        """
        The centres' broker has dropped {count} messages since this daemon listens, the last \
        at {time}: \(queueAdvice) Rosters and links were read again; call-outs are repeated \
        until answered.
        """:
            """
        救援消息服务器自监听以来丢弃 {count} 条消息，最近一次 {time}：\
        \(queueAdviceChinese)在岗名单和连接状态已重新读取；呼叫会重复到有答复为止。
        """,
    ]
}
