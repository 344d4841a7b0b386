using System.Globalization;

namespace Marianne.Commands;

/// <summary>
/// A culture that ends parsing after a number of errors. PowerShell's parser compares each error with all others, and can scan the
/// rest of the text again after each, so it needs minutes for a text with tens of thousands of them. It has no limit of its own and
/// cannot be stopped, but for each error it asks the culture of the user interface for its name, to find the message.
/// </summary>
internal sealed class ParserErrorLimit : CultureInfo
{
    /// <summary>The number of characters that may be scanned again because of errors.</summary>
    private const int MaximumRescannedCharacters = 2_000_000;

    /// <summary>The parser asks about twice for an error, and more often for the first one of a process.</summary>
    private const int RequestsOfFirstErrors = 40;

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private int _requests;

    /// <summary>Initializes a limit for the parsing of a text on this thread.</summary>
    /// <param name="culture">The culture of the messages.</param>
    /// <param name="length">The number of characters of the text.</param>
    public ParserErrorLimit(CultureInfo culture, int length)
        : base(culture.Name) => _requests = RequestsOfFirstErrors + (2 * Math.Min(1_000, MaximumRescannedCharacters / Math.Max(1, length)));

    /// <summary>Indicates whether there were too many errors.</summary>
    public bool IsExceeded { get; private set; }

    /// <inheritdoc/>
    public override string Name
    {
        get
        {
            if (IsExceeded || Environment.CurrentManagedThreadId != _thread || --_requests >= 0)
                return base.Name;

            IsExceeded = true; // The exception has a message, too, so this is called again.
            throw new OperationCanceledException();
        }
    }
}
