# The example runbook in a separate PowerShell, which is killed and started again.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $runbook = "$root/examples/Get-Checksums.ps1"

    function Set-Length([string] $File, [long] $Length) {
        $stream = [IO.File]::Open($File, 'Open', 'Write', 'ReadWrite')
        $stream.SetLength($Length)
        $stream.Dispose()
    }

    # Creates twenty files, five for each sheet. One file of the third sheet is so large that the sheet surely still runs when
    # the runbook is killed.
    function New-Folder([string] $Name) {
        $folder = (New-Item "$TestDrive/$Name/files" -ItemType Directory).FullName
        1..20 | ForEach-Object { Set-Content ('{0}/file-{1:d2}.txt' -f $folder, $_) "This is file $_." }
        Set-Length "$folder/file-12.txt" 16GB
        $folder
    }

    function Get-Argument {
        '-File', $runbook, $folder, '-OutputFolder', "$folder/../sums", '-BatchSize', '5'
    }

    # Starts the runbook and returns when its third sheet runs.
    function Start-Runbook {
        $process = Start-PowerShell (Get-Argument)
        Wait-Until { (Get-StoredSheet -Status InProgress).Number -eq 3 } 'the third sheet runs' $process
        $process
    }

    function Invoke-Runbook {
        pwsh -NoProfile -NonInteractive @(Get-Argument) *>&1 | Out-String -Width 200
    }

    function Get-StoredJob {
        if (Test-Path "$env:MARIANNE_HOME/state.db") {
            Get-MarianneJob -Store (Connect-HomeStore)
        }
    }

    function Get-StoredSheet($Status = '*') {
        Get-StoredJob | ForEach-Object Sheets | Where-Object Status -like $Status
    }

    function Get-Result {
        Get-ChildItem "$folder/../sums/*/sheet-*.csv" | Sort-Object Name
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'Get-Checksums.ps1, killed in its third sheet and started again' {
    BeforeAll {
        $env:MARIANNE_HOME = "$TestDrive/killed/home"
        $folder = New-Folder killed
        $process = Start-Runbook
        $second = Invoke-Runbook
        $process.Kill()
        $process.WaitForExit()

        $killed = Get-StoredJob
        $early = Get-Result

        Set-Length $folder/file-12.txt 100
        Remove-Item $folder/file-19.txt
        $output = Invoke-Runbook
        $exitCode = $LASTEXITCODE

        $job = Get-StoredJob
        $rows = Get-Result | Import-Csv
    }

    It 'rejects a second run while it runs' {
        $second | Should -BeLike "*Process $($process.Id) is already processing*"
    }

    It 'has saved two sheets when it is killed' {
        $killed.IsZombie | Should -BeTrue
        $killed.Sheets.Status | Should -Be 'Completed', 'Completed', 'InProgress', 'Pending'
        $early.Name | Should -Be 'sheet-0001.csv', 'sheet-0002.csv'
    }

    It 'finds its job and completes it' {
        $exitCode | Should -Be 0 -Because $output
        @($job).Count | Should -Be 1
        $job.Id | Should -Be $killed.Id
        $job.Status | Should -Be 'Completed'
    }

    It 'runs no completed sheet again' {
        $job.Sheets.AttemptCount | Should -Be 1, 1, 2, 1
        (Get-Result | Select-Object -First 2).LastWriteTimeUtc | Should -Be $early.LastWriteTimeUtc
    }

    It 'records each attempt' {
        $job | Measure-MarianneJob -Store (Connect-HomeStore) | ForEach-Object TotalExecutions | Should -Be 4
    }

    It 'lists every file once' {
        $rows.Path | Split-Path -Leaf | Should -Be (1..20 | ForEach-Object { 'file-{0:d2}.txt' -f $_ })
    }

    It 'has the correct checksum of each file' {
        foreach ($row in $rows | Where-Object Sha256) {
            $row.Sha256 | Should -Be (Get-FileHash $row.Path).Hash -Because $row.Path
        }
    }

    It 'reports the file that was removed' {
        $failed = @($rows | Where-Object Error)
        $failed.Path | Should -BeLike '*file-19.txt'
        $failed.Sha256 | Should -BeNullOrEmpty
        $output | Should -BeLike '*1 of 20 files could not be read*'
    }

    It 'starts a new job after the last one completed' {
        Invoke-Runbook | Out-Null
        @(Get-StoredJob).Status | Should -Be 'Completed', 'Completed'
    }
}

Describe 'Get-Checksums.ps1, if it cannot write the results of a sheet' {
    BeforeAll {
        $env:MARIANNE_HOME = "$TestDrive/failed/home"
        $folder = New-Folder failed
        $process = Start-Runbook

        # A folder has the name of the result file of the last sheet.
        $results = (Get-Item $folder/../sums/*).FullName
        $null = New-Item $results/sheet-0004.csv.new -ItemType Directory
        Set-Length $folder/file-12.txt 100
        $process.WaitForExit()
        $failed = Get-StoredJob
    }

    It 'fails the sheet with the reason, and pauses the job' {
        $process.ExitCode | Should -Not -Be 0
        $failed.Status | Should -Be 'Paused'
        $failed.Sheets[3].Status | Should -Be 'Failed'
        $failed.Sheets[3].ErrorMessage | Should -BeLike '*sheet-0004.csv.new*'
    }

    It 'runs the sheet again' {
        Remove-Item $results/sheet-0004.csv.new
        Invoke-Runbook
        $job = Get-StoredJob
        $job.Status | Should -Be 'Completed'
        $job.Sheets.AttemptCount | Should -Be 1, 1, 1, 2
        (Get-Result | Import-Csv).Count | Should -Be 20
    }
}
