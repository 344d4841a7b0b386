using System.Collections;
using System.Management.Automation;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>Returns approvals as the views show them: safe for a terminal. All methods accept deserialized objects.</summary>
public static class ApprovalViewText
{
    /// <summary>Returns the local time from which the default is the answer, such as <c>2026-11-26 18:40</c>; empty if there is none.</summary>
    /// <param name="approval">The approval.</param>
    public static string TimesOut(object approval) => DisplayText.Minute(ValueOf(approval, "TimesOutAt"));

    /// <summary>Returns what is to be decided, the files that it depends on, and the answer.</summary>
    /// <param name="approval">The approval.</param>
    public static string Summary(object approval)
    {
        string[] files =
        [
            .. (PowerShellValue.Unwrap(ValueOf(approval, "Show")) as IEnumerable ?? Array.Empty<object>()).Cast<object>()
                .Select(path => Path.GetFileName(PSObject.AsPSObject(path).ToString())),
        ];
        string shown = files.Length == 0 ? "" : $" ({string.Join(", ", files)})";
        string by = $"{ValueOf(approval, "AnsweredBy")}";
        string comment = $"{ValueOf(approval, "Comment")}";
        string answer = by.Length == 0 ? "" : $" - {by}{(comment.Length == 0 ? "" : $": {comment}")}";
        return TerminalText.Summary($"{ValueOf(approval, "Message")}{shown}{answer}");
    }

    private static object? ValueOf(object approval, string property) => PSObject.AsPSObject(approval).Properties[property]?.Value;
}
