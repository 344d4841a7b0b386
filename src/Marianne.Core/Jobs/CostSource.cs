using System.Text.Json.Serialization;

namespace Marianne.Jobs;

/// <summary>Where a cost comes from, the most reliable first.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CostSource>))]
public enum CostSource : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>The agent or the sheet reported the cost.</summary>
    Measured,

    /// <summary>The agent or the sheet reported tokens, and the cost is calculated from prices.</summary>
    Priced,

    /// <summary>The tokens were estimated from the length of the prompt and the output.</summary>
    Estimated,
}
