using System.Text;

namespace Marianne.Outputs;

/// <summary>Finds the lines with outputs in the output of an attempt, which arrives in pieces.</summary>
internal sealed class OutputLines
{
    private const int Longest = OutputLineParser.LongestLine;

    /// <summary>So many characters show whether a line has outputs. The others are not kept.</summary>
    private const int Glance = 64;

    private readonly StringBuilder _line = new();
    private readonly List<string> _problems = [];
    private bool _isIgnored;

    /// <summary>The outputs as JSON by name. If a name is written again, the last value counts.</summary>
    public Dictionary<string, string> Values { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Why lines with outputs could not be read, each as a sentence.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Adds the next piece of the output.</summary>
    /// <param name="piece">The piece.</param>
    public void Add(ReadOnlySpan<char> piece)
    {
        while (piece.IndexOf('\n') is >= 0 and var end)
        {
            Append(piece[..end]);
            EndLine();
            piece = piece[(end + 1)..];
        }

        Append(piece);
    }

    /// <summary>Ends the last line, which may have no line break.</summary>
    public void Complete() => EndLine();

    private void Append(ReadOnlySpan<char> text)
    {
        bool wasShort = _line.Length < Glance;
        if (_isIgnored)
            return;

        _line.Append(text[..Math.Min(text.Length, Longest + 1 - _line.Length)]);
        if (wasShort && _line.Length >= Glance && !OutputLineParser.IsReport(_line.ToString(0, Glance)))
        {
            _isIgnored = true;
            _line.Clear();
        }
    }

    private void EndLine()
    {
        string line = _line.ToString();
        _line.Clear();
        _isIgnored = false;
        if (!OutputLineParser.IsReport(line))
            return;

        try
        {
            if (line.Length > Longest)
                throw new FormatException($"the line has more than {Longest} characters. Write a file, and name it in outputs");
            foreach ((string name, string json) in OutputLineParser.Parse(line))
            {
                Values.Remove(name);
                Values[name] = json;
            }
        }
        catch (FormatException error)
        {
            _problems.Add($"An output that the sheet wrote cannot be read: {error.Message}.");
        }
    }
}
