/// Why a message of a centre or a party was not taken, or a part of it.
///
/// The raw value is the word shown in rejects and metrics.
package enum RescueRefusal: String, CaseIterable, Sendable {
    case topicShape = "rescue_topic_shape"
    // The body has not the shape of its topic.
    case replyInvalid = "rescue_reply_invalid"
    case answerInvalid = "rescue_answer_invalid"
    case rosterInvalid = "rescue_roster_invalid"
    case linkInvalid = "rescue_link_invalid"
    /// A row of a roster; the others count.
    case rosterTeamInvalid = "rescue_roster_team_invalid"
    /// `reply` is none of the contract's words.
    case replyUnknown = "rescue_reply_unknown"
    // Who speaks is not in the file of the centres.
    case replyOfUnknownCentre = "reply_of_unknown_centre"
    case linkOfUnknownCentre = "link_of_unknown_centre"
    case rosterOfUnknownCentre = "roster_of_unknown_centre"
    /// A team that the file gives to another centre.
    case rosterNamesForeignTeam = "roster_names_foreign_team"
    /// More teams than are kept that the file does not name.
    case rosterTooLong = "roster_has_too_many_teams"

    /// The reason in Chinese.
    package var chinese: String {
        switch self {
        case .topicShape: "救援主题格式不对"
        case .replyInvalid: "答复内容不对"
        case .answerInvalid: "单位答复内容不对"
        case .rosterInvalid: "在岗名单不对"
        case .linkInvalid: "中心在线消息不对"
        case .rosterTeamInvalid: "在岗名单中有一行不对"
        case .replyUnknown: "没有这种答复"
        case .replyOfUnknownCentre: "答复来自未配置的中心"
        case .linkOfUnknownCentre: "在线消息来自未配置的中心"
        case .rosterOfUnknownCentre: "在岗名单来自未配置的中心"
        case .rosterNamesForeignTeam: "在岗名单写了别的中心的队伍"
        case .rosterTooLong: "在岗名单队伍过多"
        }
    }
}
