using System.Text.Json.Serialization;

namespace Marianne.Jobs;

/// <summary>The status of an approval.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalStatus>))]
public enum ApprovalStatus : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>The sheet waits for an answer.</summary>
    Waiting,

    /// <summary>The sheet was approved.</summary>
    Approved,

    /// <summary>The sheet was denied.</summary>
    Denied,

    /// <summary>There is no answer, and the sheet does not wait any more.</summary>
    Withdrawn,
}
