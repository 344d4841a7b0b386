using Marianne.Text;

namespace Marianne.Jobs;

/// <summary>Creates the errors of outputs.</summary>
public static class OutputErrors
{
    private const int LongestShown = 60;

    /// <summary>The block of an item wrote more than a value can be.</summary>
    /// <param name="most">The most bytes of a value.</param>
    public static MarianneException BlockTooLarge(int most) => new(
        MarianneError.InvalidOutput,
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"The block wrote more than {most} bytes. Write them to a file, and the path of the file to the output."));

    /// <summary>Why a name is not valid.</summary>
    internal const string NameRule =
        "has an invalid name. A name has 1 to 100 letters (a-z), digits, '_' and '-', and does not begin with a digit or '-'";

    /// <summary>Creates the error for an output that cannot be kept.</summary>
    /// <param name="output">The output.</param>
    /// <param name="why">The reason, as in <c>has no value</c>.</param>
    public static MarianneException Invalid(SheetOutput output, string why)
    {
        ArgumentNullException.ThrowIfNull(output);
        return new(
            MarianneError.InvalidOutput,
            $"The output '{Shown(output.Name)}' of sheet {output.SheetNumber} of the job '{output.JobId}' {why}.",
            output);
    }

    /// <summary>Creates the error for an output whose name is not valid.</summary>
    /// <param name="output">The output.</param>
    public static MarianneException InvalidName(SheetOutput output) => Invalid(output, NameRule);

    /// <summary>Creates the error for a name of an output that is not valid.</summary>
    /// <param name="name">The name.</param>
    public static MarianneException InvalidName(string name) => new(
        MarianneError.InvalidOutput, $"The output '{Shown(name)}' {NameRule}.", name);

    /// <summary>Creates the error for a value that cannot be kept.</summary>
    /// <param name="name">The name of the output.</param>
    /// <param name="why">The reason, without a full stop.</param>
    public static MarianneException InvalidValue(string name, string why) => new(
        MarianneError.InvalidOutput, $"The value of the output '{Shown(name)}' cannot be kept: {why}.", name);

    /// <summary>Creates the error for an output that a sheet does not have.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="name">The name of the output.</param>
    public static MarianneException NotFound(string jobId, string name) => new(
        MarianneError.OutputNotFound,
        $"The job '{jobId}' has no output '{Shown(name)}' of a completed sheet. Use Get-MarianneOutput without -Name to list its outputs.",
        name);

    /// <summary>Creates the error for a file with a value that was changed since it was written.</summary>
    /// <param name="output">The output.</param>
    /// <param name="file">The file.</param>
    /// <param name="how">How it was changed, without a full stop.</param>
    public static MarianneException FileChanged(SheetOutput output, OutputFile file, string how) => OfFile(
        output, file, $"was changed: {how}. Restore it, or run the sheet again.");

    /// <summary>Creates the error for a file with a value that cannot be read.</summary>
    /// <param name="output">The output.</param>
    /// <param name="file">The file.</param>
    /// <param name="cause">The error of the system.</param>
    public static MarianneException FileUnreadable(SheetOutput output, OutputFile file, Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return OfFile(output, file, $"cannot be read: {cause.Message}", cause);
    }

    private static MarianneException OfFile(SheetOutput output, OutputFile file, string why, Exception? cause = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(file);
        return new(
            MarianneError.OutputFileFailed,
            $"The file '{file.Path}' with the output '{output.Name}' of sheet {output.SheetNumber} of the job '{output.JobId}' {why}",
            file.Path,
            cause);
    }

    /// <summary>Creates the error for a sheet with too many outputs.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="sheetNumber">The sheet's number.</param>
    /// <param name="count">The number of outputs.</param>
    public static MarianneException TooMany(string jobId, int sheetNumber, int count) => new(
        MarianneError.InvalidOutput,
        $"Sheet {sheetNumber} of the job '{jobId}' has {count} outputs, more than {OutputValidator.MaximumCount}. "
        + "Write a list as one output.",
        sheetNumber);

    private static string Shown(string name) => TextTruncation.ShortenPrintable(name, LongestShown);
}
