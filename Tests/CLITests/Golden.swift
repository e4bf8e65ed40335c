/// The same three incidents at the widths people have: a telephone, a split window, a terminal, a
/// wide one. Each was read by eye in a terminal before it was written down here.
enum Golden {
    static let incidents: [Int: String] = [
        40: """
        !! 20261123-0041  P1  已呼叫
          超时01:07  泄漏  SN-017734  central
          徐州路88号1单元101,东门  E-2  16:20:07
        !! 20261123-0042  P1  待派
          03:41  泄漏  SN-017734  central
          闽江路12号3单元402  16:20:07
        20261123-0037  P2  安全
          04:52达标  泄漏  SN-017734  central
          Sichuan Rd 5 "B"  W-1  16:20:07

        """,
        60: """
        编号           级  剩余       类型  状态    地址
        20261123-0041  P1  超时01:07  泄漏  已呼叫  徐州路88号1单..
        20261123-0042  P1  03:41      泄漏  待派    闽江路12号3单..
        20261123-0037  P2  04:52达标  泄漏  安全    Sichuan Rd 5 "B"

        """,
        80: """
        编号           级  剩余       类型  状态    阀门       地址                 队伍
        20261123-0041  P1  超时01:07  泄漏  已呼叫  SN-017734  徐州路88号1单元10..  E-2
        20261123-0042  P1  03:41      泄漏  待派    SN-017734  闽江路12号3单元402   -
        20261123-0037  P2  04:52达标  泄漏  安全    SN-017734  Sichuan Rd 5 "B"     W-1

        """,
        120: """
        编号           级  剩余       类型  状态    阀门       中心     地址                     队伍  报警
        20261123-0041  P1  超时01:07  泄漏  已呼叫  SN-017734  central  徐州路88号1单元101,东门  E-2   16:20:07
        20261123-0042  P1  03:41      泄漏  待派    SN-017734  central  闽江路12号3单元402       -     16:20:07
        20261123-0037  P2  04:52达标  泄漏  安全    SN-017734  central  Sichuan Rd 5 "B"         W-1   16:20:07

        """,
    ]

    static let incidentsUnlimited = """
        ID             PRI  LEFT        KIND  STATE     VALVE      CENTRE   ADDRESS                  TEAM  RAISED
        20261123-0041  P1   late 01:07  leak  assigned  SN-017734  central  徐州路88号1单元101,东门  E-2   16:20:07
        20261123-0042  P1   03:41       leak  raised    SN-017734  central  闽江路12号3单元402       -     16:20:07
        20261123-0037  P2   04:52 met   leak  safe      SN-017734  central  Sichuan Rd 5 "B"         W-1   16:20:07

        """
}
