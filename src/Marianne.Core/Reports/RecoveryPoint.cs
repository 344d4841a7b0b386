using System.Text.Json.Serialization;

namespace Marianne.Reports;

/// <summary>A point of a recovery curve in a report.</summary>
/// <param name="Seconds">The seconds from the first error.</param>
/// <param name="Recovered">The estimated share of incidents that have recovered by then, 0 to 1.</param>
public sealed record RecoveryPoint(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double Seconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double Recovered);
