#!/usr/bin/env pwsh
#Requires -Version 7.4

<#
.SYNOPSIS
    Builds, tests and shows Marianne.

.DESCRIPTION
    One task a word; several are done one after the other.

    Build     Makes the module in this folder: Import-Module ./Marianne.psd1 works from then on.
    Test      Builds and runs every check. The last line is "N passed, N failed, N skipped".
    Demo      Plays a score, kills it half-way, goes on with it, and shows what Marianne remembers.
    Analyze   Checks the formatting of the C# and, where PSScriptAnalyzer is installed, the PowerShell.
    Bench     Measures the module; writes a table here and JSON into artifacts/.
    Package   Gathers the module in artifacts/package/Marianne/<version>, and the worker as a .NET tool beside it.

.PARAMETER Task
    The tasks. Default: Build.

.PARAMETER Configuration
    What to compile: Release (the default) or Debug.

.PARAMETER BenchmarkArgument
    Arguments for BenchmarkDotNet, separated by spaces.

.EXAMPLE
    ./build.ps1

    Builds the module.

.EXAMPLE
    ./build.ps1 Test, Demo

    Runs every check, then the demonstration.

.EXAMPLE
    ./build.ps1 Bench -BenchmarkArgument '--filter *Save*'

    Measures only what saving costs.
#>
[Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSAvoidUsingWriteHost', '', Justification = 'A build script talks to a person.')]
[CmdletBinding()]
param(
    [Parameter(Position = 0, ValueFromRemainingArguments)]
    [ValidateSet('Build', 'Test', 'Demo', 'Analyze', 'Bench', 'Package')]
    [string[]] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    [string] $BenchmarkArgument = ''
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$PSNativeCommandUseErrorActionPreference = $true

$TestResults = 'artifacts/test-results'
$LongestSuite = [timespan]::FromMinutes(10)
$Pester = @{ ModuleName = 'Pester'; ModuleVersion = '5.7.1'; MaximumVersion = '5.99' }
$PlatyPS = @{ ModuleName = 'Microsoft.PowerShell.PlatyPS'; ModuleVersion = '1.0.0' }
$ScriptAnalyzer = @{ ModuleName = 'PSScriptAnalyzer'; ModuleVersion = '1.22.0' }

# ----- Build -----

function Invoke-Build {
    Assert-Sdk
    dotnet build Marianne.slnx --configuration $Configuration | Out-Host
    Build-ScoreReference
    Build-Help
}

# The schema of scores and the tables of their keys, made from the types. In a PowerShell of its own, which lets go of them.
function Build-ScoreReference {
    pwsh -NoProfile -NonInteractive -File docs/Write-ScoreReference.ps1 -Library bin/Marianne.Core.dll | Out-Host
}

function Assert-Sdk {
    try {
        $null = dotnet --version 2>&1 # It fails when there is none that global.json takes.
    } catch {
        throw 'The .NET SDK 10.0 or later is missing: install it from https://dot.net/download'
    }
}

function Build-Help {
    Import-Module ./docs/HelpText.psm1
    $null = New-Item en-US -ItemType Directory -Force
    Remove-Item en-US/about_*.help.txt
    foreach ($page in Get-ChildItem docs/en-US/about_*.md) {
        ConvertTo-AboutHelp $page | Set-Content "en-US/$($page.BaseName).help.txt"
    }

    if (Get-Module -FullyQualifiedName $PlatyPS -ListAvailable) {
        ConvertTo-CmdletHelp docs/en-US/*-*.md | Set-Content en-US/Marianne.dll-Help.xml -NoNewline
    } else {
        Write-Host 'Microsoft.PowerShell.PlatyPS is not installed: the help of the cmdlets stays as it was committed.'
    }
}

# ----- Package -----

function Invoke-Package {
    if (Test-Path bin) {
        Remove-Item bin -Recurse # What an older build left there must not ship.
    }

    Invoke-Build
    $version = (Import-PowerShellDataFile Marianne.psd1).ModuleVersion
    $package = "artifacts/package/Marianne/$version"
    if (Test-Path $package) {
        Remove-Item $package -Recurse
    }

    $null = New-Item $package -ItemType Directory
    Copy-Item Marianne.psd1, LICENSE, README.md, CHANGELOG.md, bin, en-US, schema $package -Recurse
    Get-ChildItem $package/bin -Recurse -Include *.pdb, *.xml | Remove-Item
    Get-ChildItem $package/bin/storage/runtimes -Exclude win-*, linux-*, osx-* | Remove-Item -Recurse
    dotnet pack src/Marianne.Worker --configuration $Configuration --no-build | Out-Host
    Write-Host "The module is in $package, the worker in artifacts/package/marianne-worker.$version.nupkg."
}

# ----- Test -----

function Invoke-Test {
    $results = @(Invoke-Check Package { Invoke-Package } | Where-Object Failed)
    if (-not $results) {
        $null = New-Item $TestResults -ItemType Directory -Force
        $results = @(
            Get-ChildItem tests/*.Tests -Directory | ForEach-Object { Invoke-UnitTest $_.Name }
            Invoke-ModuleTest
            Invoke-Check Formatting { Test-Format }
            Invoke-ScriptCheck
        )
    }

    $results | Format-Table | Out-Host
    $passed, $failed, $skipped = ($results | Measure-Object Passed, Failed, Skipped -Sum).Sum
    Write-Host "$passed passed, $failed failed, $skipped skipped"
    if ($failed) {
        exit 1
    }
}

function Invoke-UnitTest([string] $Name) {
    $library = "artifacts/bin/$Name/$($Configuration.ToLowerInvariant())/$Name.dll"
    Invoke-Suite $Name dotnet -ArgumentList $library, '-noLogo', '-noColor', '-noAutoReporters', '-result-ctrf'
}

function Invoke-ModuleTest {
    if (Install-Pester) {
        $script = 'tests/Invoke-ModuleTest.ps1'
        Invoke-Suite Module pwsh -ArgumentList '-NoProfile', '-NonInteractive', '-File', $script, '-ResultFile'
    } else {
        $files = Get-ChildItem tests/Module/*.Tests.ps1
        Write-Host "Pester is not installed and cannot be had here. Not run: $($files.Name -join ', ')"
        New-Result Module -Skipped $files.Count
    }
}

# Pester as it is installed, else the pinned one from the PowerShell Gallery in a folder of this checkout.
function Install-Pester {
    $folder = "$PSScriptRoot/.tools/modules"
    $env:PSModulePath = $folder, $env:PSModulePath -join [IO.Path]::PathSeparator
    if (-not (Get-Module -FullyQualifiedName $Pester -ListAvailable)) {
        $null = New-Item $folder -ItemType Directory -Force
        try {
            Save-PSResource Pester -Version $Pester.ModuleVersion -Path $folder -TrustRepository -Repository PSGallery
        } catch {
            return $false
        }
    }

    $true
}

function Invoke-ScriptCheck {
    if (Get-Module -FullyQualifiedName $ScriptAnalyzer -ListAvailable) {
        Invoke-Check PSScriptAnalyzer { Test-Script }
    } else {
        Write-Host 'PSScriptAnalyzer is not installed: the scripts were not analyzed.'
        New-Result PSScriptAnalyzer -Skipped 1
    }
}

# Runs a program that reports into a CTRF file, its last argument. A suite that crashes, runs no test or does not end has
# failed.
function Invoke-Suite([string] $Name, [string] $Program, [string[]] $ArgumentList) {
    $file = "$TestResults/$Name.json"
    Remove-Item $file -ErrorAction Ignore

    Write-Step $Name
    $suite = [Diagnostics.Process]::Start($Program, $ArgumentList + $file)
    if (-not $suite.WaitForExit($LongestSuite)) {
        Write-Host "$Name has not ended after $($LongestSuite.TotalMinutes) minutes, and is ended." -ForegroundColor Red
        $suite.Kill($true)
        $suite.WaitForExit()
    }

    $result = try {
        $summary = (Get-Content $file -Raw | ConvertFrom-Json).results.summary
        $failed = $summary.failed + $summary.other
        New-Result $Name -Passed $summary.passed -Failed $failed -Skipped $summary.skipped
    } catch {
        New-Result $Name
    }

    if (-not $result.Failed -and ($suite.ExitCode -or -not ($result.Passed + $result.Skipped))) {
        Write-Host "$Name ran no test, or ended with exit code $($suite.ExitCode)." -ForegroundColor Red
        $result.Failed = 1
    }

    $result
}

# Runs a check that counts as one test.
function Invoke-Check([string] $Name, [scriptblock] $Check) {
    Write-Step $Name
    try {
        & $Check | Out-Host
        New-Result $Name -Passed 1
    } catch {
        Write-Host "${Name}: $_" -ForegroundColor Red
        New-Result $Name -Failed 1
    }
}

function New-Result([string] $Suite, [int] $Passed, [int] $Failed, [int] $Skipped) {
    [pscustomobject]@{ Suite = $Suite; Passed = $Passed; Failed = $Failed; Skipped = $Skipped }
}

# ----- Demo -----

function Invoke-Demo {
    Invoke-Build
    $folder = (New-Item "$([IO.Path]::GetTempPath())/marianne-demo-$PID" -ItemType Directory).FullName
    $ownHome = $env:MARIANNE_HOME
    $env:MARIANNE_HOME = "$folder/home" # The jobs of whoever runs this are none of the demonstration's.
    $workspace = 'out/nightly-review'
    $play = 'Invoke-MarianneJob ./examples/nightly-review.yaml -Verbose'
    try {
        Remove-Item $workspace -Recurse -ErrorAction Ignore
        Write-Step 'A score reviews the files of this repository, in seven sheets. Its first look for promises fails.'
        $process = Start-Shown $play
        while (-not $process.HasExited -and -not (Test-Path $workspace/was-locked)) {
            Start-Sleep -Milliseconds 20
        }

        Start-Sleep 1 # It waits now before it tries that sheet again.
        $process.Kill()
        $process.WaitForExit()
        Write-Step 'Half-way it was killed, as kill -9 does. What was done is safe:'
        Show-Command 'Get-MarianneJob', 'Get-MarianneJob | Get-MarianneSheet'

        Write-Step 'The same line goes on where it was. No sheet that is done is played again.'
        (Start-Shown $play).WaitForExit()

        Write-Step 'What Marianne remembers: the sheets, each attempt, and what came of them for the next time.'
        Show-Command 'Get-MarianneJob | Get-MarianneSheet', 'Get-MarianneExecution', 'Get-LearnedOutcome'

        Write-Step "What the score was for: $workspace/report.md"
        Get-Content $workspace/report.md | Out-Host
    } finally {
        $env:MARIANNE_HOME = $ownHome
        Remove-Item $folder -Recurse
    }
}

# Starts a command in a PowerShell of its own, which can be killed and writes what happens as it happens.
function Start-Shown([string] $Command) {
    Write-Host "PS> $Command"
    $script = "`$ProgressPreference = 'SilentlyContinue'; Import-Module ./Marianne.psd1; $Command"
    [Diagnostics.Process]::Start('pwsh', [string[]] ('-NoProfile', '-NonInteractive', '-Command', $script))
}

function Write-Step([string] $Text) {
    Write-Host "`
$Text" -ForegroundColor Cyan
}

# Shows commands and what they write. Their PowerShell is not this one, which would keep the module's files in use.
function Show-Command([string[]] $Command) {
    $shown = $Command | ForEach-Object { '"PS> {0}"; ({0} | Out-String -Width 120).Trim("`r", "`n"); ""' -f $_ }
    pwsh -NoProfile -Command "Import-Module ./Marianne.psd1; $($shown -join '; ')" | Out-Host
}

# ----- Analyze -----

function Invoke-Analyze {
    Test-Format
    $failed = (Invoke-ScriptCheck).Failed
    if ($failed) {
        exit 1
    }
}

function Test-Format {
    dotnet format Marianne.slnx --verify-no-changes
}

function Test-Script {
    $findings = 'build.ps1', 'Marianne.psd1', 'docs', 'examples', 'tests' |
        ForEach-Object { Invoke-ScriptAnalyzer $_ -Recurse -Settings ./PSScriptAnalyzerSettings.psd1 }
    if ($findings) {
        $findings | Format-Table ScriptName, Line, RuleName, Message -Wrap
        throw "$(@($findings).Count) findings"
    }
}

# ----- Bench -----

function Invoke-Bench {
    Assert-Sdk
    dotnet run --configuration Release --project tests/Benchmarks -- (-split $BenchmarkArgument) | Out-Host
}

Push-Location $PSScriptRoot
try {
    foreach ($name in $Task) {
        & "Invoke-$name"
    }
} catch {
    Write-Host $_ -ForegroundColor Red
    Write-Verbose $_.ScriptStackTrace
    exit 1
} finally {
    Pop-Location
}
