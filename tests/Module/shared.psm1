# What the tests of the module share. Import it in BeforeAll.

$root = (Resolve-Path "$PSScriptRoot/../..").Path
$saved = $null

# PowerShell puts its own folder first on PATH. The `pwsh` that build.sh wrote for the .NET tool has to precede it.
$wrappers = "$root/.tools/bin"
if ($wrappers -in $env:PATH.Split([IO.Path]::PathSeparator)) {
    $env:PATH = $wrappers, $env:PATH -join [IO.Path]::PathSeparator
}

# Imports the built module with a home in the given folder, and makes texts independent of the machine's settings.
function Enter-TestSession([string] $Folder) {
    $script:saved = @{
        Home = $env:MARIANNE_HOME
        Culture = [cultureinfo]::CurrentCulture
        Rendering = $PSStyle.OutputRendering
    }
    $env:MARIANNE_HOME = "$Folder/home"
    [cultureinfo]::CurrentCulture = 'en-US'
    $PSStyle.OutputRendering = 'PlainText'
    Import-Module "$root/Marianne.psd1" -Global
}

# Undoes Enter-TestSession.
function Exit-TestSession {
    Disconnect-Marianne
    $env:MARIANNE_HOME = $saved.Home
    [cultureinfo]::CurrentCulture = $saved.Culture
    $PSStyle.OutputRendering = $saved.Rendering
}

# Opens the store of jobs in the current home, such as one that another process wrote.
function Connect-HomeStore {
    Connect-Marianne -Path "$env:MARIANNE_HOME/state.db" -MustExist -NoDefault
}

# The folder of the programs of a PostgreSQL server that is installed, or nothing.
function Find-PostgresFolder {
    if (-not $IsWindows) {
        @(Get-Item /usr/lib/postgresql/*/bin -ErrorAction Ignore | ForEach-Object FullName) + $env:PATH.Split([IO.Path]::PathSeparator) |
            Where-Object { Test-Path "$_/initdb" } | Select-Object -First 1
    }
}

# Creates an execution history with a branch: validate, then charge twice.
function New-SampleHistory {
    $history = New-ExecutionHistory orders -ExecutionId exec-1
    $validate = $history | Add-ExecutionStep validate
    $validate | Set-ExecutionStep -Status Completed -Arc ok
    $validate | Add-ExecutionStep charge | Set-ExecutionStep -Status Failed -ErrorMessage "refused`nby the bank"
    $validate | Add-ExecutionStep charge | Set-ExecutionStep -Status Completed -Arc paid
    $history | Add-ExecutionStep ship | Set-ExecutionStep -Status Skipped -Reason 'a download'
    $history
}

# ----- What a user sees -----

# The default view of objects, as one text.
function Get-Text([int] $Width = 120) {
    $input | Out-String -Width $Width
}

# The default view of objects, as the lines that are not empty.
function Get-Line([int] $Width = 120) {
    ($input | Out-String -Width $Width) -split '\r?\n' | ForEach-Object TrimEnd | Where-Object { $_ }
}

# The program and the first arguments that start this PowerShell: a signal to a launcher on the PATH would not reach it.
function Get-PowerShellCommand {
    $program = [Environment]::ProcessPath
    $program
    if ([IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') {
        "$PSHOME/pwsh.dll"
    }
}

# The values that Tab offers at the end of a line.
function Get-Completion([string] $Line) {
    $most = @()
    foreach ($try in 1..5) {
        $found = @((TabExpansion2 $Line $Line.Length).CompletionMatches | Where-Object ResultType -EQ ParameterValue)
        if ($found -and $found.Count -eq $most.Count) {
            break # Completion gives up after 120 ms with what it has, which a busy machine may need for the first one.
        }

        $most = $found.Count -gt $most.Count ? $found : $most
    }

    $most
}

# Objects as another session receives them.
function ConvertTo-Deserialized([int] $Depth = 1) {
    $input | ForEach-Object {
        [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_, $Depth))
    }
}

# The fenced code blocks of a page in one of the given languages, with a name for each.
function Get-CodeBlock([string] $Page, [string[]] $Language) {
    $number = 0
    $pattern = '(?s)```({0})\r?\n(.*?)```' -f ($Language -join '|')
    [regex]::Matches((Get-Content $Page -Raw), $pattern) | ForEach-Object {
        $number++
        @{
            Name = "$([IO.Path]::GetFileNameWithoutExtension($Page)), example $number"
            Language = $_.Groups[1].Value
            Text = $_.Groups[2].Value
        }
    }
}

# ----- Other sessions and processes -----

# Starts a script in a separate session, which uses a store and the current folder.
function Start-Session([string] $Store, [string] $Script) {
    $shell = [powershell]::Create()
    $null = $shell.AddScript("
        Import-Module '$root/Marianne.psd1'
        Connect-Marianne '$Store'
        Set-Location '$PWD'
        $Script")
    @{ Shell = $shell; Run = $shell.BeginInvoke() }
}

# The newest build of the worker.
function Find-Worker {
    Get-ChildItem "$root/artifacts/bin/Marianne.Worker/*/marianne-worker.dll" | Sort-Object LastWriteTime | Select-Object -Last 1 -ExpandProperty FullName
}

# Starts PowerShell with its outputs redirected.
function Start-PowerShell([string[]] $ArgumentList) {
    $start = [Diagnostics.ProcessStartInfo]::new('pwsh', [string[]] (@('-NoProfile', '-NonInteractive') + $ArgumentList))
    $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    [Diagnostics.Process]::Start($start)
}

# Runs a new job whose only sheet waits for approval.
function New-AskingJob([string] $Workspace, [hashtable] $Approval = @{}, $Store) {
    $in = if ($Store) { @{ Store = $Store } } else { @{} }
    @{ name = 'asking'; workspace = $Workspace; sheets = , @{ approval = $Approval } } | Import-MarianneScore |
        Invoke-MarianneJob @in -Restart -WarningAction Ignore
}

# Waits until a condition is true. Fails after a minute, or as soon as the process that it depends on has ended.
function Wait-Until([scriptblock] $Condition, [string] $Because, [Diagnostics.Process] $Process) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($Process.HasExited) {
            $output = $Process.StandardOutput.ReadToEnd() + $Process.StandardError.ReadToEnd()
            throw "The process ended, so this did not become true: $Because. It wrote: $output"
        }

        if ($watch.Elapsed.TotalSeconds -gt 60) {
            ${Process}?.Kill()
            throw "This did not become true within a minute: $Because."
        }

        Start-Sleep -Milliseconds 20
    }
}

# Determines whether a process runs. On Linux, one that ended stays listed, without a command line, until it is reaped.
function Test-ProcessRunning([int] $Id) {
    $process = Get-Process -Id $Id -ErrorAction Ignore
    [bool] ($IsLinux ? $process.CommandLine : $process)
}

Export-ModuleMember -Function * -Variable root
