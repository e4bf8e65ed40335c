internal import Glibc

/// Pressure from the district's regulator to a home's stove: what flows costs pressure on the way,
/// in the district's mains, in the building's riser and in the home's own pipe.
///
/// Appliances are made for 2.0 kPa of natural gas and work from 1.5 kPa on (GB 50028); regulators
/// are set a little higher. Losses in a pipe grow with the square of its flow.
package enum DistrictSupply {
    /// Loss in the mains at the district's full load, kPa.
    private static let mainLoss = 0.35
    /// Loss in a riser for the square of its flow, kPa/(m³/h)²: 0.2 kPa at 10 m³/h.
    private static let riserLoss = 0.002
    /// Loss in a home's pipe and meter, kPa/(m³/h)².
    private static let homeLoss = 0.04
    /// What a home draws on average at the district's full load, m³/h.
    private static let flowAtFullLoad = 0.35
    /// Homes on a riser: one a floor of a walk-up of six.
    private static let homesOnRiser = 6.0

    /// The pressure at a home in kPa.
    ///
    /// - Parameters:
    ///   - outlet: of the regulator, kPa.
    ///   - load: of the district, 0 … 1.
    ///   - riser: flow in the riser beyond what its homes usually draw, m³/h: leaks on it.
    ///   - home: flow into the home, m³/h.
    package static func pressure(
        outlet: Double, load: Double, riser: Double, home: Double
    ) -> Double {
        let common = homesOnRiser * flowAtFullLoad * load + riser + home
        return max(
            0,
            outlet - mainLoss * load * load - riserLoss * common * common
                - homeLoss * home * home)
    }

    /// What is left of a pressure some seconds after the supply was lost: the homes draw the pipes
    /// empty.
    package static func remaining(of pressure: Double, after seconds: Double, emptying: Double)
        -> Double
    {
        pressure * exp(-max(0, seconds) / emptying)
    }

    /// Seconds from the loss until the pressure has fallen to a level.
    package static func seconds(
        from pressure: Double, to level: Double, emptying: Double
    ) -> Double {
        pressure <= level ? 0 : emptying * log(pressure / level)
    }
}
