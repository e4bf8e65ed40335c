/// The units that recordings are written in, by their names in the mapping options.
public enum RecordingUnit: String, Sendable {
    case percentLEL = "%LEL"
    case partsPerMillion = "ppm"
    case percentVolume = "%vol"
    /// Tenths of a %LEL, as several household detectors send it.
    case tenths = "x10"
    /// Thousandths of a %LEL, as some radio detectors send it.
    case thousandths = "raw/1000"

    case cubicMetresPerHour = "m3/h"
    case litresPerHour = "l/h"
    case kilowattHoursPerHour = "kWh/h"
    /// Cubic metres since the valve's row before.
    case cubicMetres = "m3"

    case kilopascal = "kPa"
    case pascal = "Pa"
    case millibar = "mbar"
    case bar

    case celsius = "C"
    case fahrenheit = "F"

    case milliseconds = "ms"
    case seconds = "s"
    case iso

    /// 1 %LEL of methane is 500 ppm by the contract.
    private static let partsPerMillionPerLEL = 500.0
    /// 1 % by volume is 10,000 ppm, at 500 ppm a %LEL.
    private static let lelPerVolumePercent = 20.0
    /// An assumption: natural gas of 38 MJ/m³ gross is 38 / 3.6 = 10.55 kWh/m³. Gas in the pipes
    /// differs from place to place by some 10 %, so flows from energy are only that exact.
    private static let kilowattHoursPerCubicMetre = 10.55

    /// A number of this unit in the contract's unit of the quantity. Times and volumes are not
    /// converted here: they need the row before, or more digits than a Double shows.
    func convert(_ number: Double) -> Double {
        switch self {
        case .partsPerMillion: number / Self.partsPerMillionPerLEL
        case .percentVolume: number * Self.lelPerVolumePercent
        case .tenths: number / 10
        case .thousandths, .litresPerHour, .pascal: number / 1000
        case .kilowattHoursPerHour: number / Self.kilowattHoursPerCubicMetre
        case .millibar: number / 10
        case .bar: number * 100
        case .fahrenheit: (number - 32) / 1.8
        case .percentLEL, .cubicMetresPerHour, .cubicMetres, .kilopascal, .celsius,
            .milliseconds, .seconds, .iso:
            number
        }
    }
}
