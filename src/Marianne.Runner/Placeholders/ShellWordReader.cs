using System.Text;

namespace Marianne.Placeholders;

/// <summary>
/// Splits a command into pipelines, commands and words, also those within <c>$( )</c>. It is less exact than a shell: it looks
/// for words that are the text of another command.
/// </summary>
/// <param name="text">The command.</param>
/// <param name="isWindows">Indicates whether the shell is cmd; otherwise it is sh.</param>
internal sealed class ShellWordReader(string text, bool isWindows)
{
    /// <summary>The maximum depth of substitutions. They are read recursively, and a stack that overflows ends the process.</summary>
    public const int MaximumDepth = 200;

    private readonly List<ShellPipeline> _pipelines = [];
    private int _index;
    private int _depth;

    /// <summary>The index of the first substitution that is too deep to be read; <c>null</c> if all were read.</summary>
    public int? TooDeep { get; private set; }

    /// <summary>Returns the pipelines.</summary>
    public IReadOnlyList<ShellPipeline> Read()
    {
        while (_index < text.Length)
        {
            ReadList();
            _index++; // An unmatched parenthesis.
        }

        return _pipelines;
    }

    /// <summary>Reads pipelines up to the parenthesis that closes a substitution.</summary>
    private void ReadList()
    {
        int depth = 0;
        ShellPipeline pipeline = Add();
        for (; _index < text.Length; _index++)
        {
            char next = text[_index];
            if (next == ')' && depth-- == 0)
                return;

            switch (next)
            {
                case ' ' or '\t' or '\r':
                    break;
                case '(':
                    depth++;
                    break;
                case ')':
                    pipeline.FollowsGroup = true;
                    break;
                case '#' when !isWindows:
                    _index = (text.IndexOf('\n', _index) is >= 0 and int end ? end : text.Length) - 1;
                    break;
                case '|' when At(1) != '|':
                    pipeline.Commands.Add([]);
                    break;
                case '\n' or ';' or '|' or '&':
                    _index += At(1) == next && next != '\n' ? 1 : 0;
                    pipeline = Add(pipeline.FollowsGroup);
                    break;
                default:
                    pipeline.Commands[^1].Add(ReadWord());
                    _index--;
                    break;
            }
        }
    }

    private ShellPipeline Add(bool followsGroup = false)
    {
        var pipeline = new ShellPipeline { FollowsGroup = followsGroup };
        _pipelines.Add(pipeline);
        return pipeline;
    }

    /// <summary>Reads a word. A redirection such as <c>2>&amp;1</c> is one too.</summary>
    private ShellWord ReadWord()
    {
        int start = _index;
        var word = new StringBuilder();
        while (_index < text.Length && !IsEnd(start))
            ReadPart(word);
        return new ShellWord(start, _index, word.ToString());
    }

    private bool IsEnd(int start) => text[_index] switch
    {
        ' ' or '\t' or '\r' or '\n' or ';' or '|' or '(' or ')' => true,
        '&' => _index == start || text[_index - 1] is not ('>' or '<'),
        _ => false,
    };

    private void ReadPart(StringBuilder word)
    {
        switch (text[_index])
        {
            case '\'' when !isWindows:
                int end = text.IndexOf('\'', _index + 1) is >= 0 and int found ? found : text.Length;
                word.Append(text, _index + 1, end - _index - 1);
                _index = Math.Min(end + 1, text.Length);
                break;
            case '"':
                ReadDouble(word);
                break;
            case '\\' when !isWindows && _index + 1 < text.Length:
            case '^' when isWindows && _index + 1 < text.Length:
                word.Append(text[_index + 1]);
                _index += 2;
                break;
            case '$' when !isWindows && At(1) == '(':
                ReadSubstitution();
                break;
            default:
                word.Append(text[_index++]);
                break;
        }
    }

    private void ReadDouble(StringBuilder word)
    {
        for (_index++; _index < text.Length && text[_index] != '"';)
        {
            if (!isWindows && text[_index] == '$' && At(1) == '(')
                ReadSubstitution();
            else if (!isWindows && text[_index] == '\\' && _index + 1 < text.Length)
                _index += 2;
            else
                word.Append(text[_index++]);
        }

        _index = Math.Min(_index + 1, text.Length);
    }

    private void ReadSubstitution()
    {
        if (_depth == MaximumDepth)
        {
            TooDeep = _index;
            _index = text.Length;
            return;
        }

        _depth++;
        _index += 2;
        ReadList();
        _index = Math.Min(_index + 1, text.Length);
        _depth--;
    }

    private char At(int distance) => _index + distance < text.Length ? text[_index + distance] : '\0';
}
