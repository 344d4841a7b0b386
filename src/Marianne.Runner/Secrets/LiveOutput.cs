using System.Text;

namespace Marianne.Secrets;

/// <summary>
/// Announces the lines of an output while it is written. Lines that may end within a secret are held until the next lines show
/// whether they do, so that a secret that is folded over several lines is found.
/// </summary>
/// <param name="redactor">Redacts secrets.</param>
/// <param name="announce">Receives each redacted line.</param>
internal sealed class LiveOutput(SecretRedactor redactor, Action<string> announce)
{
    /// <summary>The maximum number of characters that are held. The lines of a secret are shorter.</summary>
    private const int Longest = 64 * 1024;

    private readonly StringBuilder _held = new();
    private bool _isHolding;

    /// <summary>Adds a line, and announces it and the lines before it as soon as no secret can continue after it.</summary>
    /// <param name="line">The line without its line break.</param>
    public void Add(string line)
    {
        if (_isHolding)
            _held.Append('\n');
        _held.Append(line);
        _isHolding = true;
        if (_held.Length > Longest || !redactor.MayContinue(_held.ToString()))
            Complete();
    }

    /// <summary>Announces the lines that are held, because the output has ended or is interrupted.</summary>
    public void Complete()
    {
        if (!_isHolding)
            return;

        string[] lines = redactor.RedactLine(_held.ToString()).Split('\n');
        _held.Clear();
        _isHolding = false;
        foreach (string line in lines)
            announce(line);
    }
}
