using System.Text.Json.Serialization;

namespace Marianne.Reports;

/// <summary>The recoveries of one hour of the day in a report.</summary>
/// <param name="Hour">The local hour, 0 to 23.</param>
/// <param name="Samples">The number of recoveries.</param>
/// <param name="Successes">The number of successful recoveries.</param>
public sealed record RecoveryHourReport(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int Hour,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long Samples,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long Successes);
