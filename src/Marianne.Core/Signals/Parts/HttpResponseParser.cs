using System.Globalization;

namespace Marianne.Signals;

/// <summary>Finds heads of HTTP responses, as curl, wget and others print them.</summary>
internal static class HttpResponseParser
{
    /// <summary>The characters that curl -v and others write before a line.</summary>
    private static readonly char[] Prefix = ['<', '*', ' ', '\t'];

    /// <summary>Reads the head that begins at a line, and moves behind it.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="at">The index of the first line, which becomes the one after the head.</param>
    /// <param name="isWhole">Indicates whether a blank line or the end of the output follows the headers.</param>
    /// <returns>The head, or <c>null</c> if none begins there.</returns>
    public static HttpResponse? Read(IReadOnlyList<string> lines, ref int at, out bool isWhole)
    {
        isWhole = true;
        if (StatusOf(lines[at].AsSpan().Trim(Prefix)) is not { } status)
            return null;

        List<KeyValuePair<string, string>> headers = [];
        for (at++; at < lines.Count; at++)
        {
            ReadOnlySpan<char> line = lines[at].AsSpan().Trim(Prefix);
            int colon = line.IndexOf(':');
            if (line.Length == 0)
            {
                at++;
                break;
            }

            if (colon <= 0 || !IsName(line[..colon]) || StatusOf(line) is not null)
            {
                isWhole = false;
                break;
            }

            headers.Add(new(line[..colon].ToString(), line[(colon + 1)..].Trim().ToString()));
        }

        return new HttpResponse(status, headers);
    }

    /// <summary>Returns the status of a line such as <c>HTTP/1.1 429 Too Many Requests</c>, or <c>null</c>.</summary>
    private static int? StatusOf(ReadOnlySpan<char> line)
    {
        int blank = line.IndexOf(' ');
        if (blank is < 6 or > 9 || !line.StartsWith("HTTP/", StringComparison.Ordinal))
            return null;

        ReadOnlySpan<char> rest = line[blank..].TrimStart();
        return rest.Length >= 3 && (rest.Length == 3 || rest[3] == ' ')
            && int.TryParse(rest[..3], NumberStyles.None, CultureInfo.InvariantCulture, out int status)
                ? status
                : null;
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (char letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_'))
                return false;
        }

        return true;
    }
}
