using System.Text.Json.Serialization;

namespace Marianne.Jobs;

/// <summary>The two answers to an approval.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalDecision>))]
public enum ApprovalDecision : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>The sheet does not run.</summary>
    Deny,

    /// <summary>The sheet runs.</summary>
    Approve,
}
