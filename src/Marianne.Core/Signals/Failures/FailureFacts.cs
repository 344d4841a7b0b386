using Marianne.Errors;

namespace Marianne.Signals;

/// <summary>The facts about one failure that a record, a response or an exception contains.</summary>
internal sealed class FailureFacts
{
    private const int LongestText = 8 * 1024;

    /// <summary>The messages, in their order.</summary>
    public List<string> Messages { get; } = [];

    /// <summary>The words that stand for kinds of failures, such as <c>rate_limit_exceeded</c>.</summary>
    public List<string> Codes { get; } = [];

    /// <summary>The times that keys and headers name, the most reliable first.</summary>
    public List<NamedTime> Times { get; } = [];

    /// <summary>The status of the HTTP response, or <c>null</c>.</summary>
    public int? Status { get; set; }

    /// <summary>The kind that a rule of the format names, or <c>null</c>.</summary>
    public ReadingKind? Kind { get; set; }

    /// <summary>
    /// Indicates whether the messages are lines of an output rather than the text of a failing record, so that they may also
    /// be about something else.
    /// </summary>
    public bool IsText { get; init; }

    /// <summary>Indicates whether there are no facts.</summary>
    public bool IsEmpty => Messages.Count == 0 && Codes.Count == 0 && Status is null;

    /// <summary>The messages as one text, in which every apostrophe is straight.</summary>
    public string Text
    {
        get
        {
            string text = string.Join('\n', Messages.Distinct());
            return (text.Length > LongestText ? text[^LongestText..] : text).Replace('’', '\'');
        }
    }
}
