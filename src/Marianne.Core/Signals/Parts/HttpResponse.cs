namespace Marianne.Signals;

/// <summary>The head of an HTTP response.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">The headers. A name may occur more than once.</param>
public sealed record HttpResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    private const int FirstError = 400;

    /// <summary>Indicates whether the status reports an error.</summary>
    public bool IsError => Status >= FirstError;

    /// <summary>Returns the value of a header, or <c>null</c> if there is none.</summary>
    /// <param name="name">The name of the header, in any case.</param>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
