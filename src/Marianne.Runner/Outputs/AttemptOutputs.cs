using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Placeholders;
using Marianne.Scores;
using Marianne.Secrets;
using Marianne.Signals;

namespace Marianne.Outputs;

/// <summary>Gathers the outputs of an attempt: from lines that it writes, and from files that its score names.</summary>
/// <param name="attempt">The attempt.</param>
/// <param name="redactor">The redactor of the run.</param>
internal sealed class AttemptOutputs(SheetAttempt attempt, SecretRedactor redactor)
{
    /// <summary>The kind of a failed validation that is an output.</summary>
    public const string RuleType = "output";

    private readonly OutputLines _lines = new();
    private readonly List<SheetOutput> _outputs = [];
    private readonly List<ValidationDetail> _problems = [];

    /// <summary>The outputs that were gathered.</summary>
    public IReadOnlyList<SheetOutput> Outputs => _outputs;

    /// <summary>Adds the next piece of what the attempt writes.</summary>
    /// <param name="piece">The piece.</param>
    public void Add(string piece) => _lines.Add(piece);

    /// <summary>
    /// Gathers the outputs after the attempt has ended with success. Returns a failed validation for each that cannot be read or kept.
    /// </summary>
    /// <param name="result">The result of the attempt.</param>
    public IReadOnlyList<ValidationDetail> Gather(AttemptResult result)
    {
        _lines.Complete();
        if (result.Value is { } value)
            Add(OutputName.OfItem, path: null, OutputRedactor.Redact(value, redactor));
        if (result.IsValueTooLarge)
            Fail(OutputName.OfItem, path: null, "invalid", OutputErrors.BlockTooLarge(OutputLineParser.LongestLine).Message);
        foreach (string problem in _lines.Problems)
            Fail("lines", path: null, "invalid", problem);
        foreach ((string name, string json) in _lines.Values)
            Add(redactor.Redact(name), path: null, OutputRedactor.Redact(json, redactor)); // A name with *** is not valid.
        foreach ((string name, SheetOutputOptions options) in attempt.Sheet.Outputs.OrderBy(output => output.Key, StringComparer.Ordinal))
            Read(name, options);

        if (_problems.Count == 0 && FaultOfAll() is { } fault)
            Fail("names", path: null, "invalid", fault);
        return _problems;
    }

    private void Read(string name, SheetOutputOptions options)
    {
        string path = options.Path;
        try
        {
            path = PlaceholderExpander.Of(attempt.Score, attempt.Number).InPath(options.Path);
            Add(name, path, new OutputSource(options, path).Read(redactor));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            Fail(name, path, "missing", $"The output '{name}' cannot be read: the file '{path}' does not exist.");
        }
        catch (FormatException error)
        {
            Fail(name, path, "invalid", $"The output '{name}' cannot be read: the file '{path}' {error.Message}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or MarianneException)
        {
            // A path with a null character is an invalid argument.
            Fail(name, path, "invalid", $"The output '{name}' cannot be read: {error.Message}");
        }
    }

    private void Add(string name, string? path, string json)
    {
        var output = new SheetOutput(attempt.JobId, attempt.Number, attempt.Attempt, name);
        if (!OutputName.IsValid(name))
        {
            Fail(name, path, "invalid", OutputErrors.InvalidName(output).Message);
            return;
        }

        if (OutputValidator.ValueFaultOf(json) is { } fault)
        {
            Fail(name, path, "invalid", OutputErrors.Invalid(output, fault).Message);
            return;
        }

        try
        {
            _outputs.RemoveAll(other => other.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            _outputs.Add(OutputValidator.IsLarge(json)
                ? output with { File = OutputFiles.Write(attempt.Score.WorkspacePath, output, json) }
                : output with { Json = json });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Fail(name, path, "invalid", $"The output '{name}' is too large for the store, and cannot be written to a file: {error.Message}");
        }
    }

    private string? FaultOfAll() => _outputs.Count > OutputValidator.MaximumCount
        ? OutputErrors.TooMany(attempt.JobId, attempt.Number, _outputs.Count).Message
        : null;

    private void Fail(string name, string? path, string category, string message) => _problems.Add(new ValidationDetail
    {
        RuleType = RuleType,
        Description = $"output {name}",
        Path = path,
        ErrorMessage = message,
        FailureReason = message,
        FailureCategory = category,
    });
}
