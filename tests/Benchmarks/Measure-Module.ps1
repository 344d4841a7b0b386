#Requires -Version 7.4

<#
.SYNOPSIS
    Measures the module in PowerShell.

.DESCRIPTION
    Each work is measured beside the bare work that it is compared with, in turns, and the least time counts: other load on the
    machine can only slow a turn down. Turns before do not count: .NET compiles code again that is often used, which takes thousands
    of calls. The times are written as JSON, in nanoseconds, by the names that Target.cs uses.

.PARAMETER Path
    The file for the times.

.PARAMETER Turns
    How often each work is measured; short ones more often.

.PARAMETER Sheets
    How many sheets a job has whose time is divided by them: what it costs besides its sheets is divided too.

.PARAMETER Part
    What is measured. The default is everything.

.EXAMPLE
    ./Measure-Module.ps1 -Path times.json -Turns 3

    Measures each work three times.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Path,

    [ValidateRange(1, 100)]
    [int] $Turns = 10,

    [ValidateRange(1, 10000)]
    [int] $Sheets = 100,

    [ValidateSet('Import', 'Script', 'Run', 'Call', 'Record')]
    [string[]] $Part = @('Import', 'Script', 'Run', 'Call', 'Record')
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$CallsOfALoop = 1000
$Records = 5000
$Manifest = (Resolve-Path "$PSScriptRoot/../../Marianne.psd1").Path
$Times = @{}

# Measures scripts in turns, after a number of turns in which their code is compiled. Each returns nothing.
function Measure-Turn([System.Collections.IDictionary] $Script, [int] $Divisor = 1, [int] $WarmUp = 1, [int] $Count = $Turns) {
    foreach ($turn in (1 - $WarmUp)..$Count) {
        foreach ($name in $Script.Keys) {
            $work = $Script[$name]
            [GC]::Collect()
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $null = & $work
            $time = $watch.Elapsed.TotalNanoseconds / $Divisor
            if ($turn -gt 0) {
                $Times[$name] = [Math]::Min($time, $Times[$name] ?? [double]::MaxValue)
            }
        }
    }
}

# Creates a binary module with the same number of cmdlets, which do nothing. Its manifest says the same as that of Marianne.
function New-EmptyModule([string] $Folder) {
    $names = (Import-PowerShellDataFile $Manifest).CmdletsToExport
    $class = @'
[Cmdlet("{0}", "Empty{1}")]
public sealed class {0}Empty{1}Command : PSCmdlet
{{
    [Parameter(Position = 0)] public string Id {{ get; set; }}
    [Parameter(Position = 1)] public int Number {{ get; set; }}
}}
'@
    $types = foreach ($name in $names) {
        $class -f ($name -split '-')
    }
    $library = "$Folder/EmptyModule.dll"
    Add-Type -TypeDefinition "using System.Management.Automation;`n$($types -join "`n")" -OutputAssembly $library -OutputType Library
    $exports = @{
        CmdletsToExport = $names -replace '-', '-Empty'
        FunctionsToExport = @()
        AliasesToExport = @()
        VariablesToExport = @()
    }
    New-ModuleManifest "$Folder/EmptyModule.psd1" -RootModule EmptyModule.dll @exports
    "$Folder/EmptyModule.psd1"
}

# Imports modules in new processes, which measure it themselves: to start PowerShell takes longer than any import.
function Measure-Import([System.Collections.IDictionary] $Module) {
    foreach ($turn in 1..(2 * $Turns)) {
        foreach ($name in $Module.Keys) {
            $command = '$watch = [Diagnostics.Stopwatch]::StartNew(); Import-Module "{0}"; $watch.Elapsed.TotalNanoseconds'
            $time = [double] (pwsh -NoProfile -NonInteractive -Command ($command -f $Module[$name]))
            $Times[$name] = [Math]::Min($time, $Times[$name] ?? [double]::MaxValue)
        }
    }
}

# Runs a job of sheets that do nothing.
function Invoke-EmptyJob([hashtable] $Sheet, [int] $Count) {
    $job = Invoke-MarianneJob -Score @{ name = "$(New-Guid)"; workspace = "$PWD"; sheets = @($Sheet) * $Count }
    if ($job.Status -ne 'Completed') {
        throw "The job is $($job.Status): $($job.ErrorMessage)"
    }
}

# Measures a script sheet beside a new runspace. The job is large, so that its creation and its plan hardly count.
function Measure-Script {
    Measure-Turn -Divisor $Sheets @{
        'ModuleBenchmarks.Runspace' = { 1..$Sheets | ForEach-Object -Parallel { } -UseNewRunspace -ThrottleLimit 1 }
        'ModuleBenchmarks.ScriptSheet' = { Invoke-EmptyJob @{ script = '$null' } $Sheets }
    }
}

# The bare work of a command sheet is measured outside PowerShell, together with its transactions.
function Measure-Run {
    if (-not $IsWindows) { # Without a POSIX shell, there is nothing to compare it with.
        Measure-Turn -Divisor $Sheets -WarmUp 25 -Count (3 * $Turns) @{
            'ModuleBenchmarks.CommandSheet' = { Invoke-EmptyJob @{ command = 'true' } $Sheets }
        }
    }

    Measure-Turn @{ 'ModuleBenchmarks.OneSheet' = { Invoke-EmptyJob @{ command = 'true' } 1 } }
}

# Measures what a call takes longer than one of a cmdlet that does nothing. The loop is the same for both.
function Measure-Call {
    $id = (New-MarianneJob measured 10).Id
    foreach ($number in 1..20) {
        Add-LearnedRecovery E103 -ActualWait $number -Recovered $true
    }

    $calls = [ordered]@{
        GetJob = { foreach ($call in 1..$CallsOfALoop) { Get-MarianneJob $id } }
        GetSheet = { foreach ($call in 1..$CallsOfALoop) { Get-MarianneSheet $id 5 } }
        GetWait = { foreach ($call in 1..$CallsOfALoop) { Get-LearnedWaitTime E103 -StaticDelay 60 -Strategy Compatible } }
        Nothing = { foreach ($call in 1..$CallsOfALoop) { Get-EmptyMarianneJob $id } }
    }
    Measure-Turn $calls -Divisor $CallsOfALoop -WarmUp 15 -Count (3 * $Turns)
    foreach ($name in 'GetJob', 'GetSheet', 'GetWait') {
        $Times["ModuleBenchmarks.$name"] = [Math]::Max(1, $Times[$name] - $Times.Nothing)
        $Times.Remove($name)
    }

    $Times.Remove('Nothing')
}

function Measure-Record {
    1..$Records | ForEach-Object {
        [pscustomobject]@{ JobId = 'nightly'; SheetId = "nightly-sheet$_"; Workspace = './reports'; Duration = 4.2; Status = 'Completed' }
    } | Export-Csv records.csv
    # The baseline converts the same texts, and records nothing.
    Measure-Turn -WarmUp 15 -Count (3 * $Turns) @{
        'ModuleBenchmarks.ImportCsv' = {
            Import-Csv records.csv | ForEach-Object {
                $null = [string] $_.JobId
                $null = [string] $_.SheetId
                $null = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($_.Workspace)
                $null = [timespan]::FromSeconds([double] $_.Duration)
                $null = [Marianne.Jobs.SheetStatus] $_.Status
            }
        }
        'ModuleBenchmarks.Record' = { Import-Csv records.csv | Add-LearnedOutcome }
    }
}

# Not among the temporary files: PowerShell lists the parent of each folder that it enters, and theirs can be huge.
$folder = (New-Item "$PSScriptRoot/../../artifacts/benchmarks/module-$PID" -ItemType Directory).FullName
$ownHome = $env:MARIANNE_HOME
$env:MARIANNE_HOME = "$folder/home"
Push-Location $folder
try {
    $empty = New-EmptyModule $folder
    if ('Import' -in $Part) { Measure-Import @{ 'ModuleBenchmarks.Import' = $Manifest; 'ModuleBenchmarks.EmptyImport' = $empty } }
    Import-Module $Manifest, $empty
    $null = Connect-Marianne "$folder/state.db"
    if ('Script' -in $Part) { Measure-Script }
    if ('Run' -in $Part) { Measure-Run }
    if ('Call' -in $Part) { Measure-Call }
    if ('Record' -in $Part) { Measure-Record }
    Disconnect-Marianne
} finally {
    Pop-Location
    $env:MARIANNE_HOME = $ownHome
    Remove-Item $folder -Recurse
}

$Times | ConvertTo-Json | Set-Content $Path
