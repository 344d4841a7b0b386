namespace Marianne.Reports;

/// <summary>Creates the errors of reports.</summary>
internal static class ReportErrors
{
    /// <summary>The file exists, and must not be replaced.</summary>
    /// <param name="path">The path.</param>
    public static MarianneException Exists(string path) => new(
        MarianneError.ReportExists, $"The file '{path}' already exists. To replace it, omit -NoClobber.", path);

    /// <summary>The file cannot be written.</summary>
    /// <param name="path">The path.</param>
    /// <param name="why">The reason.</param>
    public static MarianneException FileFailed(string path, string why) => new(
        MarianneError.ReportFileFailed,
        $"The report '{path}' cannot be written: {why.TrimEnd('.')}. An existing file is unchanged. Correct the path and try again.",
        path);
}
