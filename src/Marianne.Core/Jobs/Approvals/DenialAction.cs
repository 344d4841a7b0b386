using System.Text.Json.Serialization;

namespace Marianne.Jobs;

/// <summary>What follows when a user denies a sheet.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DenialAction>))]
public enum DenialAction : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>The sheet fails.</summary>
    Fail,

    /// <summary>The sheets before it run again, and then the approval is asked for again.</summary>
    Retry,
}
