using System.Text;
using Marianne.Jobs;

namespace Marianne.Storage;

/// <summary>Measures the texts of attempts in memory.</summary>
internal static class HistoryText
{
    /// <summary>Returns the number of bytes of the prompts and outputs of attempts.</summary>
    public static long BytesOf(IEnumerable<Execution> attempts) => attempts.Sum(attempt => BytesOf(attempt.Prompt) + BytesOf(attempt.Output));

    /// <summary>Returns the number of bytes of a text; 0 for <c>null</c>.</summary>
    public static long BytesOf(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
