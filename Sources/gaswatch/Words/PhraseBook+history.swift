/// The lines of an incident's history. The journal keeps them in English, as replays compare them.
extension PhraseBook {
    private static let event =
        "{kind} by {rule}, {scope} {place}, {count} findings, {left} standing"
    private static let ofEvent = "{rule}，{kind}，{scope} {place}，{count} 项发现，{left} 项仍在"
    /// An event of all areas names no place.
    private static let fleet = "{kind} by {rule}, {scope} , {count} findings, {left} standing"
    private static let ofFleet = "{rule}，{kind}，{scope}，{count} 项发现，{left} 项仍在"

    /// A line of a history. A note is what a person wrote, except the few that the desk writes.
    static func historyLine(_ what: String, _ text: String) -> Phrase {
        (what == "note" ? notesOfDesk : history).phrase(text)
    }

    private static let notesOfDesk: PhraseBook = [
        "{who}: {step} after the end": "{who}：{step}（事件已结束）",
        "{who}: {step}, not counted: {reason}": "{who}：{step}，不计：{reason}",
        "{who}: {step}: {remark}, not counted: {reason}": "{who}：{step}：{remark}，不计：{reason}",
        "decline, not counted": "拒绝，不计",
        "decline when all is safe, not counted": "已安全后拒绝，不计",
        "{team}: {step}, known already": "{team}：{step}，已知",
        "{party} answered what it was not told": "{party} 答复了未曾通知的事",
    ]

    private static let history: PhraseBook = [
        // Findings and what becomes of them.
        "{kind} {priority} raised": "{kind} {priority} 报警",
        "{kind} joined": "又有{kind}",
        "{kind} alarmed again": "{kind} 再次报警",
        "{kind} is gone": "{kind} 已消失",
        "priority is now {priority}": "级别现为 {priority}",
        "gas crossed a further level": "燃气浓度又上一级",
        "P1 as part of the area event {incident}": "因属于区域事件 {incident}，升为 P1",
        "calls a team out for the area event {incident}": "因区域事件 {incident} 而派队",
        "lives on in the area event {incident}": "并入区域事件 {incident} 继续处置",
        "became part of the area event {incident}": "已并入区域事件 {incident}",
        "{team} is taken from the visit: it is needed elsewhere": "{team} 已从上门任务调出，另有急用",
        "the registry names another place of the home": "登记中该住户的位置已更改",
        // Area events.
        "{valve}: {kind} joined": "{valve}：{kind} 加入",
        "{valve}: {kind} is gone": "{valve}：{kind} 已消失",
        "{valve}: {kind} belongs to it": "{valve}：{kind} 属于本事件",
        "{valve}: {kind} alarmed again": "{valve}：{kind} 再次报警",
        "area event: \(event)": "区域事件：\(ofEvent)",
        "area event: \(fleet)": "区域事件：\(ofFleet)",
        "area event is now: \(event)": "区域事件现为：\(ofEvent)",
        "area event is now: \(fleet)": "区域事件现为：\(ofFleet)",
        "area event is over: \(event)": "区域事件结束：\(ofEvent)",
        "area event is over: \(fleet)": "区域事件结束：\(ofFleet)",
        "area event: the valves' broker is gone, nobody can be heard":
            "区域事件：阀门消息服务器断开，收不到任何阀门",
        "area event is over: the valves' broker is back": "区域事件结束：阀门消息服务器已恢复",
        "{centre} is told of the area event": "已将区域事件通知 {centre}",
        "every centre is told by the area event {incident}": "已由区域事件 {incident} 通知各中心",
        "{count} leaks without a team are told to every centre": "{count} 起无队可派的泄漏已通知各中心",
        // Call-outs and the plan.
        "{team} called out, {count} s": "呼叫 {team}，预计 {count} 秒",
        "{team} called out, no estimate": "呼叫 {team}，无法预计",
        "every centre is told": "已通知各中心",
        "nobody can be called; every centre is told again": "无队可派，已再次通知各中心",
        "{team} has not answered; the next team is called as well": "{team} 无应答，同时呼叫下一队",
        "{team} stands down: {reason}": "{team} 撤回：{reason}",
        "{team} is diverted to a P1 that it alone reaches in time":
            "{team} 改派到只有它能及时到达的 P1",
        "goes with {incident}: one team for the valve": "随 {incident} 处置：同一阀门只派一队",
        "{team} tells its place: {count} s from its call-out": "{team} 报来位置：自呼叫起 {count} 秒可到",
        "{team} cannot make it any more and is replaced": "{team} 已来不及，改派他队",
        "the way of {team} is closed: {count} s from its call-out":
            "{team} 的路线被封：自呼叫起 {count} 秒可到",
        "the way of {team} is closed: no open road is left": "{team} 的路线被封：已无路可达",
        // What centres and teams answer, and the steps of people.
        "call-out received": "已收到呼叫",
        "{team} declined": "{team} 拒绝",
        "{team} declined: {remark}": "{team} 拒绝：{remark}",
        "{team} declined: actual work": "{team} 拒绝：有实战任务",
        "{team}: {step}": "{team}：{step}",
        "{team} (also): {step}": "{team}（增援）：{step}",
        "{team} dispatched by the operator": "值班员派出 {team}",
        "{team} dispatched as well": "增派 {team}",
        "handed over to {centre}: {team}": "移交 {centre}：{team}",
        "acknowledged": "已确认",
        "drill begun": "演练开始",
        "closed: {reason}": "结案：{reason}",
        "closed: {reason}, verified by {person}": "结案：{reason}，核实人 {person}",
        "{team} should have arrived and has not been heard": "{team} 应已到达而无回话",
        "{team} is not heard on its way; the next team is called as well":
            "{team} 在途中失去联系，加派下一队",
        "{team} is on scene in gas and has not been heard": "{team} 在有气现场，久无回话",
        // What is set aside.
        "shelved for {count} min: {remark}": "搁置 {count} 分钟：{remark}",
        "no longer set aside: it has become graver": "取消搁置：情况加重",
        "no longer set aside: unshelved": "取消搁置：由人取消",
        "no longer set aside: back in service": "取消搁置：恢复使用",
        "no longer set aside: the time is over": "取消搁置：时间已到",
        "out of service: {remark}": "停用：{remark}",
        // Close commands.
        "close commanded ({command})": "下达关阀指令（{command}）",
        "{command}: taken over by {other}": "{command}：由 {other} 接替",
        "{command}: not proven closed within the time; no longer repeated":
            "{command}：限时内未证实关闭，不再重发",
        "{command}: incident closed": "{command}：事件已结案",
        "{command}: the valve is proven closed": "{command}：已证实关闭",
        "{command}: made safe": "{command}：已处置完毕",
        "{command}: {outcome}": "{command}：{outcome}",
        "{command}: {outcome}, position {position}": "{command}：{outcome}，阀位{position}",
        // Rosters, roads and posts.
        "available": "可派",
        "unavailable": "不可派",
        "centre on line": "中心在线",
        "centre off line": "中心离线",
        "its location is too old and not counted on any more": "所报位置已过时，不再采用",
        "closed: {count} pieces of road for {minutes} minutes": "封闭 {count} 个路段，{minutes} 分钟",
        "opened": "解除封闭",
        "opened: its time has passed": "解除封闭：时间已到",
        "switched on: {teams}": "启用：{teams}",
        "switched off": "停止",
        "accepted: {hours}": "采用：{hours}",
        "taken back": "收回",
        // Others who are told.
        "{party} is told: {condition}": "通知 {party}：{condition}",
        "{party} is told: pressed": "通知 {party}：由人放行",
        "{party} is told anew: another place of the home": "再次通知 {party}：住户位置已更改",
        "{party} is told anew: {condition}": "再次通知 {party}：{condition}",
        "{party} is told that it is over": "已告知 {party}：事件结束",
        "{party} waits for a duty officer: {condition}": "{party} 待值班员决定：{condition}",
        "{party} waits for a duty officer: {condition}, by itself after {count} s":
            "{party} 待值班员决定：{condition}，{count} 秒后自动通知",
        "{party} answered": "{party} 已答复",
        "{party} answered: {remark}": "{party} 答复：{remark}",
        "{party} has not answered; nothing more is sent": "{party} 未答复，不再发送",
        "{party} by {medium} failed: {remark}": "以{medium}通知 {party} 失败：{remark}",
        "{party} by {medium} failed: {remark}; not tried again":
            "以{medium}通知 {party} 失败：{remark}；不再重试",
        // What the control room itself writes down.
        "replaced: {count} valves": "已替换：{count} 个阀门",
        "test declared for {count} minutes": "声明测试 {count} 分钟",
    ]
}
