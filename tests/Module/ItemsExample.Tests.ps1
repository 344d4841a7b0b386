# The example that reviews files one by one, in PowerShells of its own.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $files = (New-Item "$TestDrive/files" -ItemType Directory).FullName
    Set-Content $files/one.md '# One', 'text'
    Set-Content $files/two.md 'TODO'

    function Invoke-Example {
        pwsh -NoProfile -NonInteractive -File "$root/examples/Invoke-FileReview.ps1" $files -OutputFolder "$TestDrive/out" *>&1 | Out-String
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'Invoke-FileReview.ps1' {
    It 'reviews each file, and later only those that were added' {
        $output = Invoke-Example
        $LASTEXITCODE | Should -Be 0 -Because $output
        Get-Content $TestDrive/out/report.txt | Should -Be 'one.md: 2 lines.', 'two.md: 1 lines. It has no title. It promises something: TODO.'

        Set-Content $files/three.md '# Three'
        $output = Invoke-Example
        $LASTEXITCODE | Should -Be 0 -Because $output
        Get-Content $TestDrive/out/report.txt | Should -HaveCount 3
        $job = Get-MarianneJob -Name file-review -Store (Connect-HomeStore)
        $job | Should -HaveCount 1
        $job.Status | Should -Be Completed
        ($job.Sheets | Where-Object ItemKey).AttemptCount | Should -Be 1, 1, 1
        (Get-MarianneOutput $job.Id -SheetName reduce -Store (Connect-HomeStore)).Value | Should -Be '3 files are reviewed.'
    }
}
