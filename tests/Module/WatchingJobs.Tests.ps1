# Watch-MarianneJob where no person sees a console: a line for each change.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $null = New-Item "$TestDrive/home" -ItemType Directory
    Connect-Marianne "$TestDrive/jobs.db"
    $work = (New-Item "$TestDrive/work" -ItemType Directory).FullName
    Push-Location $work
    $done = Invoke-MarianneJob -Name done -Sheet 'echo 1', 'echo 2'

    # Runs a command in another session, whose host is no console.
    function Invoke-Elsewhere([string] $Command) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("
            Import-Module '$root/Marianne.psd1'
            Connect-Marianne '$TestDrive/jobs.db'
            $Command")
        $shell.Invoke()
        $shell.Streams.Error
        $shell.Dispose()
    }
}

AfterAll {
    Pop-Location
    Exit-TestSession
}

Describe 'Watch-MarianneJob' {
    It 'writes the state of a job that has ended, and returns' {
        $lines = @(Invoke-Elsewhere "Watch-MarianneJob $($done.Id)")
        $lines | Should -HaveCount 1
        $lines[0] | Should -Match "^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  $([regex]::Escape($done.Id))  Completed: 2 of 2 sheets are done\.$"
    }

    It 'writes each change of a job that runs, until it ends' {
        $running = Invoke-MarianneJob -Name live -AsJob -Sheet {
            while (-not (Test-Path released)) { Start-Sleep -Milliseconds 10 }
        }, { 2 }
        Wait-Until { (Get-MarianneSheet live* -Number 1).Status -eq 'InProgress' } 'the sheet runs'
        $lines = @(Invoke-Elsewhere "Watch-MarianneJob live* | ForEach-Object { New-Item '$work/released' -Force | Out-Null; `$_ }")
        $lines[0] | Should -BeLike '*  Running: 0 of 2 sheets are done.'
        $lines[-1] | Should -BeLike '*  Completed: 2 of 2 sheets are done.'
        $lines -like '*sheet 1 completed in *' | Should -HaveCount 1
        $null = $running | Wait-Job | Receive-Job
        $running | Remove-Job
    }

    It 'returns at once if no job is Running or Pending, or none matches' {
        Invoke-Elsewhere Watch-MarianneJob | Should -BeNullOrEmpty
        Invoke-Elsewhere 'Watch-MarianneJob none*' | Should -BeNullOrEmpty
    }

    It 'reports a job that does not exist' {
        (Invoke-Elsewhere 'Watch-MarianneJob none').FullyQualifiedErrorId | Should -Be 'JobNotFound,Marianne.Commands.WatchMarianneJobCommand'
    }

    It 'takes jobs from the pipeline, and completes ids' {
        @(Invoke-Elsewhere "Get-MarianneJob $($done.Id) | Watch-MarianneJob") | Should -HaveCount 1
        (Get-Completion 'Watch-MarianneJob ').ListItemText | Should -Contain $done.Id
    }

    It 'reports a store that does not exist' {
        { Watch-MarianneJob -Store "$TestDrive/none.db" -ErrorAction Stop } | Should -Throw -ErrorId 'StoreNotFound,*'
    }
}
