namespace Marianne.Scores;

/// <summary>The format of a score file.</summary>
public enum ScoreFormat
{
    /// <summary>YAML 1.2 (.yaml, .yml).</summary>
    Yaml,

    /// <summary>JSON (.json).</summary>
    Json,

    /// <summary>A PowerShell data file (.psd1).</summary>
    PowerShellData,
}
