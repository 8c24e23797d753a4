/// What one check of the program found.
struct DoctorFinding {
  let isGood: Bool
  let text: String
}
