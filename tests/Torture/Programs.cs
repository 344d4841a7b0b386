using System.Diagnostics;

namespace Marianne.Torture;

/// <summary>The programs that are killed: the worker, and PowerShell with the module.</summary>
/// <param name="powerShell">The folder of PowerShell.</param>
internal sealed class Programs(string powerShell)
{
    private static readonly string Root = FindRoot();

    /// <summary>The folder of the files of other implementations.</summary>
    public static string Fixtures => Path.Combine(Root, "tests", "fixtures", "peer");

    /// <summary>Indicates whether PowerShell was found.</summary>
    public bool HasPowerShell => File.Exists(Path.Combine(powerShell, "pwsh.dll"));

    /// <summary>The program of PowerShell in its own folder. A .NET tool has none; its launcher is elsewhere.</summary>
    private string PowerShellProgram => Path.Combine(powerShell, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");

    /// <summary>Returns how to start the worker.</summary>
    public static ProcessStartInfo Worker(params IEnumerable<string> arguments)
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string worker = Path.Combine(Root, "artifacts", "bin", "Marianne.Worker", configuration, "marianne-worker.dll");
        return new ProcessStartInfo("dotnet", [worker, .. arguments]);
    }

    /// <summary>Returns how to start a script with the module.</summary>
    /// <param name="script">The script. Each line that it writes with <c>Ack</c> acknowledges a change.</param>
    /// <param name="variables">The variables of the script.</param>
    public ProcessStartInfo Script(string script, params IEnumerable<(string Name, string Value)> variables)
    {
        string prelude = $$"""
            $ErrorActionPreference = 'Stop'
            $ProgressPreference = 'SilentlyContinue'
            Import-Module '{{Path.Combine(Root, "Marianne.psd1")}}'
            function Ack([string] $Text) { [Console]::Out.WriteLine("$Text;") }
            """;
        string set = string.Join('\n', variables.Select(variable => $"${variable.Name} = '{variable.Value}'"));
        string[] arguments = ["-NoProfile", "-NonInteractive", "-Command", $"{prelude}\n{set}\n{script}"];

        // Not the program on PATH, which may be a launcher whose death does not end PowerShell.
        return File.Exists(PowerShellProgram)
            ? new ProcessStartInfo(PowerShellProgram, arguments)
            : new ProcessStartInfo("dotnet", [Path.Combine(powerShell, "pwsh.dll"), .. arguments]);
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Marianne.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The program is not in the folder of the repository.");
    }
}
