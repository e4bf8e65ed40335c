/// Health faults that are not about a broker.
extension PhraseBook {
    static let daemon: PhraseBook = [
        // Centres, teams and others who are told.
        """
        {names}: off line: their teams are called last. Look at their connection, or \
        telephone.
        """:
            "{names}：离线，其队伍最后才派。请检查其连接，或电话联系。",
        """
        {names}: without an available team: the next incident there goes to another centre. \
        Say who is there: gaswatch team available ID.
        """:
            """
        {names}：没有可派的队伍，下一起事件将由别的中心处置。请登记在岗队伍：gaswatch \
        team available ID。
        """,
        """
        {names}: a team is on scene in gas and has not been heard: call it by radio or \
        telephone.
        """:
            "{names}：有队伍在有气现场，久无回话：请用电台或电话呼叫。",
        """
        {names}: a team should have arrived and has not been heard: call it by radio or \
        telephone.
        """:
            "{names}：有队伍应已到达而无回话：请用电台或电话呼叫。",
        "Waiting for a duty officer: {names}. Decide: gaswatch incident tell ID --party NAME.":
            "待值班员决定：{names}。请决定：gaswatch incident tell ID --party 有关方。",
        """
        Told by every way and nobody has answered: {names}. Telephone, then note it: gaswatch \
        incident answered ID --party NAME.
        """:
            """
        已用各种方式通知而无人答复：{names}。请电话联系，然后登记：gaswatch incident \
        answered ID --party 有关方。
        """,
        // The journal, the clock and the registry.
        "console.socket: {place} is another daemon's, which answers there; stop it, or name another socket.":
            "console.socket：{place} 属于另一个正在应答的守护进程：请停掉它，或另写一个套接字。",
        "console.listen: another program listens at {place}; stop it, or name another port.":
            "console.listen：{place} 已被别的程序占用：请停掉它，或另写一个端口。",
        "console: {place} cannot be listened at: {remark}. Look at the directory and its owner, or name another place.":
            "console：无法在 {place} 监听：{remark}。请检查目录及其属主，或另写一处。",
        "console: nobody is served at {place}: {remark}. Name another place, or restart the daemon when no leak is open.":
            "console：{place} 处无人应答：{remark}。请另写一处，或在没有未结泄漏时重启守护进程。",
        "The journal cannot be written: {remark}": "日志无法写入：{remark}",
        "The store's log cannot be folded back into gaswatch.db: {remark} Everything is still written, but the log grows until the disk is full, and each start reads all of it. Look at that file and its disk.":
            "存储的预写日志无法并回 gaswatch.db：{remark} 写入仍正常，但预写日志会一直增长到磁盘写满，每次启动都要全部读一遍；请检查该文件及其磁盘。",
        """
        The journal is damaged: {remark} Restart the daemon when no leak is open: it sets the \
        store aside and goes on with what can be read of it.
        """:
            """
        日志已损坏：{remark} 请在没有未结泄漏时重启守护进程：它会把损坏的库移开，用读得出\
        的内容继续。
        """,
        "The journal's file is another program's: {remark}": "日志文件属于别的程序：{remark}",
        "The journal was written by a newer version ({version}): install that version.":
            "日志由更新的版本（{version}）写成：请安装该版本。",
        """
        The journal has not committed for a second: call-outs leave without it and alarms are \
        answered 'later'. Look at the disk of the state directory.
        """:
            "日志已有一秒未落盘：呼叫先行送出，对报警答复“稍后”。请检查数据目录所在磁盘。",
        """
        The machine's clock was set while the daemon runs: it and the times shown here are \
        {count} s apart. Deadlines run on unmoved. Check the clock, and restart the daemon to \
        show its time.
        """:
            """
        运行中本机时钟被改动：与这里显示的时间相差 {count} 秒，倒计时不受影响。请核对时钟，\
        并重启守护进程以显示新时间。
        """,
        """
        Incident {incident} in the journal cannot be read: look it up with 'gaswatchd db \
        verify' and call its centre.
        """:
            """
        日志中的事件 {incident} 读不出：请用 gaswatchd db verify 查看，并电话联系其中心。
        """,
        """
        What the journal keeps as {name} cannot be read and is left out: look it up with \
        'gaswatchd db verify' and set it again.
        """:
            "日志所存的 {name} 读不出，已略过：请用 gaswatchd db verify 查看，并重新设置。",
        """
        The last state of {count} valves cannot be read, as another version wrote it or it is \
        damaged: what is open comes from their incidents, and what takes hours to be seen begins \
        anew.
        """:
            """
        {count} 个阀门的最近状态读不出（由其他版本写入或已损坏）：未关闭的情况以其事件为准，需数小时\
        才能看出的情况重新计时。
        """,
        """
        The store was damaged and stands aside as {name} ({remark}). What could be read was \
        taken over: {incidents} open incidents, {valves} valves, {alarms} alarms; the history \
        before is in that file only. 'gaswatchd db verify' says more. Move it out of {folder} \
        and reload to end this message.
        """:
            """
        库已损坏，移开为 {name}（{remark}）。读得出的已接过来：未结事件 {incidents} 起、阀\
        门 {valves} 个、报警 {alarms} 条；以前的经过只在该文件中。详情见 gaswatchd db \
        verify。将它移出 {folder} 并重新加载，即不再提示。
        """,
        """
        The store was damaged and stands aside as {name} ({remark}). Everything needed to go \
        on was taken over: {incidents} open incidents, {valves} valves, {alarms} alarms; the \
        history before is in that file only. 'gaswatchd db verify' says more. Move it out of \
        {folder} and reload to end this message.
        """:
            """
        库已损坏，移开为 {name}（{remark}）。继续运行所需的都已接过来：未结事件 \
        {incidents} 起、阀门 {valves} 个、报警 {alarms} 条；以前的经过只在该文件中。详情见 \
        gaswatchd db verify。将它移出 {folder} 并重新加载，即不再提示。
        """,
        """
        {path} has held a gaswatch.db and had none at the start: a new one was begun, and nothing \
        of before is known, its open incidents among it. If a backup belongs there, stop the \
        daemon, put it in place and start; else reload to end this message.
        """:
            """
        {path} 曾有 gaswatch.db，但启动时没有：已新建一个，此前的记录（包括未结束的警情）均不可\
        知。若应放回备份，请停止守护进程，放好后再启动；否则重新加载配置即可消除本提示。
        """,
        """
        A damaged store of an earlier start stands aside as {name}: keep a copy of it. \
        'gaswatchd db verify' says more. Move it out of {folder} and reload to end this \
        message.
        """:
            """
        以前启动时损坏的库已移开为 {name}：请留副本。详情见 gaswatchd db verify。将它移出 \
        {folder} 并重新加载，即不再提示。
        """,
        """
        The registry {path} does not exist: no valve is registered, and each is placed at its \
        area's middle. Bring one in with 'gaswatch registry import FILE', or mend registry: \
        in the settings.
        """:
            """
        登记表 {path} 不存在：没有登记任何阀门，位置一律按片区中心计。请用 gaswatch \
        registry import 导入，或改正配置的 registry: 一项。
        """,
        """
        The table of this run has no room for {count} households of the registry: their \
        valves are not known. Restart the daemon, which makes room.
        """:
            """
        本次运行的表已满，登记表中有 {count} 户放不下，其阀门未知。请重启守护进程以扩表。
        """,
        """
        The table has no room for more unknown valves: {count} have spoken, and of new ones \
        only alarms are taken. Register those that are real, and keep invented names out by \
        the broker's access rules.
        """:
            """
        未登记的阀门过多，表已满：已有 {count} 个上报，此后新出现的只接受报警。请登记真实\
        的阀门，并用服务器的访问规则拦住虚假的名称。
        """,
        "The settings could not be read again; the last good ones stay: {remark}":
            "配置重新加载失败，沿用上一次有效的配置：{remark}",
        """
        Changed in the settings and not in force before a restart: {remark}. Restart \
        gaswatchd when no leak is open.
        """:
            "以下配置已改动，重启后才生效：{remark}。请在没有未结泄漏时重启 gaswatchd。",
        // The daemon's own threads.
        """
        Standing still: {names}. The service manager is not told that the daemon lives, and \
        starts it again when this lasts (WatchdogSec of the unit). A journal that stands \
        still has a disk that does not answer.
        """:
            """
        线程停滞：{names}。已停止向系统报告存活，若持续将被自动重启（见服务单元的 \
        WatchdogSec）。日志停滞说明磁盘无响应。
        """,
        """
        The audit of open incidents found: {remark}. Look at these incidents now and go on \
        with them by hand, then at the load of this machine; report it, for it should not be \
        possible.
        """:
            """
        对未结事件的核查发现：{remark}。请立即查看并人工处置这些事件，再检查本机负载；此情\
        况不应出现，请上报。
        """,
    ]
}
