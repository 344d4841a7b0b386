using System.Text.Json;

namespace Marianne.Text;

/// <summary>A status as stores write it: <c>PausedAtChain</c> is <c>paused_at_chain</c>.</summary>
public static class SnakeCaseName
{
    /// <summary>The word of a status.</summary>
    public static string Of<TStatus>(TStatus status)
        where TStatus : struct, Enum => Words<TStatus>.ByStatus[status];

    /// <summary>The status of a word; false when it is none.</summary>
    public static bool TryParse<TStatus>(string word, out TStatus status)
        where TStatus : struct, Enum => Words<TStatus>.ByWord.TryGetValue(word, out status);

    private static class Words<TStatus>
        where TStatus : struct, Enum
    {
        public static readonly Dictionary<TStatus, string> ByStatus = Enum.GetValues<TStatus>()
            .ToDictionary(status => status, status => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString()));

        // "Unknown" is the member for a word that this version does not know; it is never a word of a file.
        public static readonly Dictionary<string, TStatus> ByWord = ByStatus
            .Where(pair => pair.Key.ToString() != "Unknown")
            .ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }
}
